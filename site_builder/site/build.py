"""An evidence folder in, a published static site out."""

from __future__ import annotations

import shutil
from pathlib import Path

from site_builder.site.errors import SiteError
from site_builder.site.evidence import read_evidence
from site_builder.site.pages import all_pages
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.publish.config import build_config, excluded, read_config
from site_builder.site.publish.engines import Engine, run_engine
from site_builder.site.publish.links import check_links
from site_builder.site.publish.release import check_place, only_builder, swap, workshop_of
from site_builder.site.publish.tree import merge, read_docs, write_tree

FAULTS_SHOWN = 20


def build_site(
    evidence: Path,
    out: Path,
    *,
    docs: Path,
    config: Path,
    engine: Engine = "mkdocs",
    made_up: bool = False,
) -> Path:
    """Build the site of the evidence folder `evidence` and publish it at `out`; returns `out`.

    `docs` holds the hand-written pages and `config` is mkdocs.yml. `made_up` puts a banner on every page, as does
    "made_up": true in datapackage.json. The site is built and its links checked beside `out`, which then becomes a
    symbolic link to it in one step: on SiteError the last site stays as it was.
    """
    out = out.absolute()
    settings = read_config(config)
    catalogue = Catalogue(read_evidence(evidence), made_up)
    files = merge(read_docs(docs, excluded(settings)), all_pages(catalogue))
    out.parent.mkdir(parents=True, exist_ok=True)
    check_place(out)
    workshop = workshop_of(out)
    with only_builder(workshop):
        tree = workshop / "tree"
        tree.mkdir(exist_ok=True)
        write_tree(tree, files)
        built = workshop / "built"
        shutil.rmtree(built, ignore_errors=True)
        filled = workshop / "mkdocs.yml"
        filled.write_bytes(build_config(settings, config.absolute(), catalogue, built.name))
        run_engine(engine, filled, catalogue.evidence.release_date)
        _check(built)
        swap(out, workshop, built)
    return out


def _check(built: Path) -> None:
    faults = check_links(built)
    if faults:
        more = f"\n  and {len(faults) - FAULTS_SHOWN} more" if len(faults) > FAULTS_SHOWN else ""
        raise SiteError("The site has faults, so it was not published:\n  " + "\n  ".join(faults[:FAULTS_SHOWN]) + more)
