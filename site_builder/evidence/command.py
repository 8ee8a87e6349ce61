"""`carer-outcomes evidence`: the privacy wall."""

from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db, only_reading
from site_builder.evidence.folder import NotAnEvidenceFolder
from site_builder.evidence.make import make_evidence


@click.command("evidence")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Data up to this day counts. Default: today.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write.")
@with_appcontext
def evidence(as_of: datetime | None, out: Path) -> None:
    """Work every measure out, protect it, and write the evidence folder."""
    day: date = as_of.date() if as_of else today()
    if day > today():
        raise click.BadParameter(f"{day} has not come yet: name {today()} or a day before it", param_hint="--as-of")
    try:
        with only_reading():
            made = make_evidence(
                db.session(),
                library(),
                as_of=day,
                out=out,
                definitions=current_app.config["DEFINITIONS"],
                made_up=current_app.config["MADE_UP"],
                private_log=current_app.config["HOME"] / "private" / f"hidden-{day}.csv",
            )
    except NotAnEvidenceFolder as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{made.figures:,} figures as of {day}, {made.hidden:,} of them hidden to protect people, in {out}")
    for row in made.left_out:
        click.echo(f"Left out: story {row['story']} of {row['provider']}, {row['because']}")
