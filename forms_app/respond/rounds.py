"""Rounds: which one an address means, and whether it takes answers today."""

from datetime import date, timedelta

from flask import abort, current_app
from sqlalchemy import Select, select

from forms_app import clock
from forms_app.authoring import editions
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.responses import Invitation, InvitationToken, Round
from forms_app.respond.keys import key_hash
from forms_app.respond.language import speak_in_round
from forms_app.respond.translation import _
from forms_app.translations.speaking import Typed, say
from surveys.model.common import say as say_in
from surveys.model.survey import Survey

DAYS_TO_FINISH = 1
"""Whoever began while the round was open may send until the end of so many days after it closed."""


def round_called(slug: str) -> tuple[Round, Provider]:
    """The round at `/s/<slug>` and who asks. Aborts with 404 where there is none."""
    round_, provider = _found(select(Round, Provider).join(Provider).where(Round.slug == slug))
    speak_in_round(round_)
    return round_, provider


def invitation_for(token: str, *, lock: bool = False) -> tuple[Invitation, Round, Provider]:
    """The personal link's invitation, its round and who asks. Aborts with 404 where there is none."""
    tied = InvitationToken.invitation_id == Invitation.id
    query = select(Invitation).join(InvitationToken, tied).where(InvitationToken.token_hash == key_hash(token))
    invitation = db.session.scalar(query.with_for_update(of=Invitation) if lock else query)
    if invitation is None:
        abort(404, _no_such_survey())
    round_, provider = _found(select(Round, Provider).join(Provider).where(Round.id == invitation.round_id))
    speak_in_round(round_, invitation.language)
    return invitation, round_, provider


def survey_of(round_: Round) -> Survey:
    """The survey as it is asked today: its newest edition. Aborts with 404 where it is asked no longer."""
    survey = editions.current_survey(round_.survey, round_.id)
    if survey is None:
        abort(404, _("This survey is no longer asked. There is nothing you need to do."))
    return survey


def title_of(round_: Round, survey: Survey | None = None) -> str:
    """A round's title: the survey's in the reader's language where staff gave it no other, else as they wrote it."""
    survey = survey or editions.current_survey(round_.survey, round_.id)
    if survey is not None and round_.title == say_in(survey.title):
        return say(survey.title)
    return Typed(round_.title)


def is_open(round_: Round) -> bool:
    """Whether answers may be begun today; the first and the last day are in."""
    return round_.opens_on <= clock.today() and (round_.closes_on is None or clock.today() <= round_.closes_on)


def has_closed(round_: Round) -> bool:
    """Whether the last day is past, so that nobody can begin any more."""
    return round_.closes_on is not None and round_.closes_on < clock.today()


def may_finish_until(round_: Round) -> date | None:
    """The last day on which answers begun in time may be sent, or None for a round without an end."""
    return None if round_.closes_on is None else round_.closes_on + timedelta(days=DAYS_TO_FINISH)


def may_finish(round_: Round) -> bool:
    """Whether answers begun in time may still be sent today."""
    last = may_finish_until(round_)
    return last is None or clock.today() <= last


def public_address(round_: Round) -> str:
    """The full address of an open round's start page, for posters and messages."""
    return _full_address("s", round_.slug)


def link_address(token: str) -> str:
    """The full address of a personal link."""
    return _full_address("i", token)


def _full_address(kind: str, end: str) -> str:
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}/{kind}/{end}"


def _found(query: Select[Round, Provider]) -> tuple[Round, Provider]:
    row = db.session.execute(query).first()
    if row is None:
        abort(404, _no_such_survey())
    return row[0], row[1]


def _no_such_survey() -> str:
    return _("There is no survey at this address. Check that you have all of the link, or ask who gave it to you.")
