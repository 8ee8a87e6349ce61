"""`carer-outcomes round`: open a round of a survey, list rounds, make personal links and QR codes."""

import re
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from forms_app import clock
from forms_app.audit_log import record
from forms_app.authoring.editions import all_surveys, current_survey
from forms_app.database import db
from forms_app.languages import refusal
from forms_app.models.records import Person, Provider
from forms_app.models.responses import Invitation, InvitationToken, Response, Round
from forms_app.respond.keys import key_hash, new_key
from forms_app.respond.purging import purge_unfinished
from forms_app.respond.qr import qr_svg
from forms_app.respond.rounds import link_address, public_address

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,38}[a-z0-9]")
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("round")
def round_() -> None:
    """Rounds: a survey open for answers, for one provider's people."""


@round_.command("open")
@click.option("--survey", required=True, help="The survey's id, such as carer-short.")
@click.option("--provider", required=True, help="The provider's id.")
@click.option("--slug", required=True, help="The end of the round's address: small letters, digits and hyphens.")
@click.option("--title", required=True, help="The title that people see.")
@click.option("--opens", type=DAY, help="The first day, such as 2026-04-01. Default: today.")
@click.option("--closes", type=DAY, help="The last day. Default: it stays open.")
@click.option("--personal", is_flag=True, help="Only people with a personal link can answer.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="A language it may be answered in, such as ur; repeat it for more, the first is shown first. Default: en.",
)
@click.option("--people", is_flag=True, help="Not anonymous: answers are tied to the person invited. Needs --personal.")
@with_appcontext
def open_round(
    survey: str,
    provider: str,
    slug: str,
    title: str,
    opens: datetime | None,
    closes: datetime | None,
    personal: bool,
    languages: tuple[str, ...],
    people: bool,
) -> None:
    """Open a round and print its address."""
    first, last = opens.date() if opens else clock.today(), closes.date() if closes else None
    _check_round(survey, provider, slug, first, last)
    if people and not personal:
        raise click.UsageError("--people needs --personal: answers can only be tied to a person by a personal link.")
    codes = list(dict.fromkeys(languages)) or ["en"]
    _check_languages(survey, codes)
    made = Round(
        slug=slug,
        survey=survey,
        provider=provider,
        title=title,
        opens_on=first,
        closes_on=last,
        open_to_all=not personal,
        anonymous=not people,
        languages=";".join(codes),
    )
    db.session.add(made)
    record("round-opened", provider=provider, round=slug)
    db.session.commit()
    click.echo(
        f"The round is ready. Make its links with: carer-outcomes round links {slug} --count 10"
        if personal
        else f"The round is at {public_address(made)}"
    )


def _check_round(survey: str, provider: str, slug: str, first: date, last: date | None) -> None:
    surveys = all_surveys()
    if survey not in surveys:
        raise click.ClickException(f"There is no survey {survey!r}. There are: {', '.join(surveys) or 'none'}.")
    if db.session.get(Provider, provider) is None:
        known = ", ".join(db.session.scalars(select(Provider.provider).order_by(Provider.provider).limit(20)))
        raise click.ClickException(f"There is no provider {provider!r}. There are: {known or 'none; import some first'}.")
    if not SLUG.fullmatch(slug):
        raise click.ClickException(f"{slug!r} can't be an address: use 2 to 40 small letters, digits and hyphens.")
    if last is not None and last < first:
        raise click.ClickException(f"The round would close on {last}, before it opens on {first}.")
    if _called(slug) is not None:
        raise click.ClickException(f"There is already a round {slug!r}. Choose another --slug.")


def _check_languages(survey: str, codes: list[str]) -> None:
    asked = current_survey(survey)
    refused = refusal(asked, codes) if asked else None
    if refused:
        raise click.ClickException(refused)


@round_.command("list")
@with_appcontext
def list_rounds() -> None:
    """List rounds with the number of responses sent."""
    sent = func.count(Response.response).filter(Response.submitted_on.is_not(None))
    query = select(Round, sent).outerjoin(Response, Response.round_id == Round.id).group_by(Round.id).order_by(Round.id)
    rows = db.session.execute(query).all()
    for one, number in rows:
        kind = "open to all" if one.open_to_all else "personal links"
        named = "anonymous" if one.anonymous else "named"
        click.echo(
            f"{one.slug}  {one.survey}  {one.provider}  {one.opens_on} to {one.closes_on or 'no end'}  "
            f"{kind}, {named}  {number} sent"
        )
    if not rows:
        click.echo("There are no rounds yet. Open one with: carer-outcomes round open --help")


@round_.command()
@click.argument("slug", metavar="ROUND")
@click.option("--count", type=click.IntRange(1, 100_000), help="How many links to make.")
@click.option("--person", "persons", multiple=True, help="A person to make a link for; repeat it for more people.")
@with_appcontext
def links(slug: str, count: int | None, persons: tuple[str, ...]) -> None:
    """Make personal links and print them, once: only their hashes are kept."""
    one = _existing(slug)
    if bool(count) == bool(persons):
        raise click.UsageError("Give either --count or --person.")
    if not one.anonymous and not persons:
        raise click.ClickException("Answers in this round are tied to people: name them with --person.")
    _check_people(one, persons)
    for person in persons or (None,) * (count or 0):
        token = new_key()
        invitation = Invitation(round_id=one.id, person=person)
        db.session.add(invitation)
        db.session.flush()
        db.session.add(InvitationToken(token_hash=key_hash(token), invitation_id=invitation.id, made_on=clock.today()))
        click.echo(f"{person}  {link_address(token)}" if person else link_address(token))
    db.session.commit()


def _check_people(one: Round, persons: tuple[str, ...]) -> None:
    query = select(Person.person).where(Person.provider == one.provider, Person.person.in_(persons))
    unknown = sorted(set(persons) - set(db.session.scalars(query)))
    if unknown:
        raise click.ClickException(f"{one.provider} has no {', '.join(unknown)} on its books. No link was made.")


@round_.command()
@with_appcontext
def purge() -> None:
    """Remove answers that were begun and not sent within their days. The worker does the same by itself."""
    number = purge_unfinished()
    click.echo(f"Removed {number} unfinished response{'' if number == 1 else 's'}.")


@round_.command()
@click.argument("slug", metavar="ROUND")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The SVG file to write.")
@with_appcontext
def qr(slug: str, out: Path) -> None:
    """Write the QR code of a round's address, for posters and letters."""
    one = _existing(slug)
    if not one.open_to_all:
        raise click.ClickException("This round is answered by personal links, so it has no QR code of its own.")
    try:
        out.write_text(qr_svg(one), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{out} can't be written: {error.strerror}.") from None
    click.echo(f"{out} opens {public_address(one)}")


def _called(slug: str) -> Round | None:
    return db.session.scalar(select(Round).where(Round.slug == slug))


def _existing(slug: str) -> Round:
    found = _called(slug)
    if found is None:
        raise click.ClickException(f"There is no round {slug!r}. See: carer-outcomes round list")
    return found
