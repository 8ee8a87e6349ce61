"""`carer-outcomes find`, `give`, `erase` and `audit`: people's rights over what is held, and whether the log holds."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import exists, select

from forms_app import audit_log
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.rights.erasing import erase as erase_person
from forms_app.rights.erasing import people_back
from forms_app.rights.exporting import export_log
from forms_app.rights.finding import Sought
from forms_app.rights.finding import find as find_people
from forms_app.rights.giving import everything_of
from forms_app.rights.holdings import holdings_of

PROVIDER = click.option("--provider", required=True, help="The provider's id.")
PERSON = click.option("--person", required=True, help="The provider's own reference for the person.")


@click.group()
def audit() -> None:
    """The log of who saw or changed what."""


@audit.command()
@click.option("--holds", metavar="HASH", help="A last hash that was noted earlier: it must still be in the log.")
@with_appcontext
def verify(holds: str | None) -> None:
    """Read the whole log and check that each event follows from the one before."""
    chain = audit_log.read_chain()
    if chain.broken is not None:
        click.echo(f"Event {chain.broken} was changed, or one before it taken out: {chain.events - 1:,} hold.", err=True)
        sys.exit(1)
    click.echo(f"{chain.events:,} events hold. {chain.emptied:,} no longer say whom they are about.")
    if not chain.holds:
        click.echo(f"Erasures say that they emptied {chain.announced:,}: events were emptied otherwise.", err=True)
        sys.exit(1)
    if holds and not db.session.scalar(select(exists().where(AuditEvent.hash == holds))):
        click.echo("The hash that was noted is not in the log: its end was taken off, or all of it replaced.", err=True)
        sys.exit(1)
    click.echo(f"Last hash: {chain.last_hash}")


@audit.command("export")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "first", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="The first day, in UTC.")
@click.option("--to", "last", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="The last day, in UTC.")
@click.option("--sealed", is_flag=True, help="Leave out whom and what the events are about; the hashes still follow.")
@with_appcontext
def export_(file: Path, first: datetime | None, last: datetime | None, sealed: bool) -> None:
    """Write the log to FILE: CSV if it ends in .csv, else a JSON object a line, with the hashes to check it by."""
    if first and last and last < first:
        raise click.UsageError("--to is before --from.")
    try:
        events = export_log(file, first.date() if first else None, last.date() if last else None, sealed=sealed)
    except OSError as error:
        raise click.ClickException(f"{file} can't be written: {error.strerror}") from None
    click.echo(f"Wrote {events:,} events to {file}.")


@click.command()
@click.option("--name", default="", help="Words of the name.")
@click.option("--email", default="", help="The e-mail address.")
@click.option("--phone", default="", help="The telephone number.")
@click.option("--reference", default="", help="The provider's own reference.")
@click.option("--provider", help="Look at this provider's people only.")
@with_appcontext
def find(name: str, email: str, phone: str, reference: str, provider: str | None) -> None:
    """Find a person by what they say of themselves: lists provider, reference and name."""
    sought = Sought(name, email, phone, reference)
    if not sought:
        raise click.UsageError("Say whom to look for: --name, --email, --phone or --reference.")
    found = find_people(sought, None if provider is None else [provider])
    for match in found.matches:
        click.echo("\t".join([match.provider, match.person or "(invited, no record)", match.name or "-"]))
    _log("person-searched", provider=provider, found=len(found.matches))
    click.echo(f"{len(found.matches):,} found among {found.read:,} in {found.seconds:.1f} seconds.", err=True)
    sys.exit(0 if found.matches else 1)


@click.command()
@PROVIDER
@PERSON
@click.option(
    "--out", required=True, metavar="FILE.html", type=click.Path(dir_okay=False, path_type=Path), help="The file to read."
)
@with_appcontext
def give(provider: str, person: str, out: Path) -> None:
    """Write everything that is held about a person to FILE.html, and the same for programs to FILE.json."""
    everything = everything_of(provider, person)
    if not everything.parts:
        raise click.ClickException("Nothing is held about anyone with this provider and reference.")
    _log("person-data-given", provider=provider, person=person, rows=everything.rows)
    as_json = out.with_suffix(".json")
    for path, content in (
        (out, everything.as_html()), (as_json, json.dumps(everything.as_json(), indent=2, ensure_ascii=False))
    ):  # fmt: skip
        path.touch(mode=0o600)
        path.write_text(content, encoding="utf-8")
    click.echo(f"Wrote {everything.rows:,} rows of {len(everything.parts)} tables to {out} and {as_json}.")


@click.command()
@click.option("--provider", help="The provider's id.")
@click.option("--person", help="The provider's own reference for the person.")
@click.option("--yes", is_flag=True, help="Don't ask first.")
@click.option("--again", is_flag=True, help="After an old backup was put back: erase again everyone who was erased since.")
@with_appcontext
def erase(provider: str | None, person: str | None, yes: bool, again: bool) -> None:
    """Erase everything that is held about a person. Figures that were filed or published stay."""
    if again:
        _erase_again(yes)
        return
    if not (provider and person):
        raise click.UsageError("Name the person with --provider and --person, or use --again.")
    counts = holdings_of(provider, person).counts
    if not counts:
        raise click.ClickException("Nothing is held about anyone with this provider and reference.")
    for table, rows in counts.items():
        click.echo(f"{table}: {rows:,}")
    if not yes:
        click.confirm("Erase all of this? It can't be undone", abort=True)
    db.session.rollback()
    erased = erase_person(provider, person)
    click.echo(f"Erased {sum(erased.values()):,} rows and mentions. Make a new backup, and let the old ones go.")


def _erase_again(yes: bool) -> None:
    back = people_back()
    if back and not yes:
        click.confirm(f"{len(back):,} people who were erased are there again. Erase them?", abort=True)
    db.session.rollback()
    for provider, person in back:
        erase_person(provider, person)
    click.echo(f"Erased {len(back):,} again.")


def _log(action: str, *, provider: str | None, person: str | None = None, **details: object) -> None:
    audit_log.record(action, provider=provider, person=person, **details)
    db.session.commit()
