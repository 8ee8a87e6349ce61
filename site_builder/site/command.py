"""`carer-outcomes site`: the site from an evidence folder."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.site.build import build_site
from site_builder.site.errors import SiteError
from site_builder.site.publish.engines import Engine

# The hand-written pages and mkdocs.yml lie at the top of the project, beside the packages.
PROJECT = Path(__file__).resolve().parents[2]


@click.command("site")
@click.option(
    "--evidence",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The evidence folder to publish.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the site is published.")
@click.option("--docs", type=click.Path(path_type=Path), default=None, help="Hand-written pages, if not docs/.")
@click.option("--config", type=click.Path(path_type=Path), default=None, help="The configuration, if not mkdocs.yml.")
@click.option("--engine", type=click.Choice(["mkdocs", "zensical"]), default="mkdocs", show_default=True)
@click.option("--made-up", is_flag=True, help="Say on every page that the data is made up.")
def site(evidence: Path, out: Path, docs: Path | None, config: Path | None, engine: Engine, made_up: bool) -> None:
    """Build the public site from an evidence folder and nothing else."""
    try:
        published = build_site(
            evidence,
            out,
            docs=docs or PROJECT / "docs",
            config=config or PROJECT / "mkdocs.yml",
            engine=engine,
            made_up=made_up,
        )
    except SiteError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Published: {published}")
