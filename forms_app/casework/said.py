"""What a person said in surveys that were not anonymous.

Only responses of named rounds, tied to the person by their invitation or by a sheet made for it. Of a response that was
sent again only the newest is shown; what is held back from staff, unsent or erased is not. Answers of anonymous rounds
are tied to nobody, and the round itself is looked at once more here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask import abort, render_template
from flask_babel import gettext as _
from sqlalchemy import BindParameter, Select, String, bindparam, exists, select
from sqlalchemy.orm import aliased

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, PaperSheet, Response, Round
from forms_app.respond.groups import shown_to_staff
from forms_app.respond.sheet import stored_answers
from forms_app.respond.versions import frozen_survey
from forms_app.respond.wording import in_words
from surveys.model.common import say
from surveys.model.survey import Survey

ON_PERSONS_PAGE = 10


@dataclass(frozen=True)
class Said:
    """A survey that was answered: which response, when it was sent, how, what the survey is called."""

    response: str
    sent_on: date
    channel: str | None
    title: str


def responses_of(provider: str | BindParameter[str], person: str | BindParameter[str]) -> Select[*tuple[Any, ...]]:
    """Key, day sent, channel and survey of every response that a person's workers may read.

    Served by ix_invitation_person and the keys of responses.
    """
    named = (Round.provider == provider, Round.anonymous.is_(False))
    invited = select(Invitation.id).join(Round, Round.id == Invitation.round_id).where(Invitation.person == person, *named)
    begun = select(Invitation.response.label("key")).where(Invitation.id.in_(invited), Invitation.response.is_not(None))
    sheets = select(PaperSheet.response).where(PaperSheet.invitation_id.in_(invited), PaperSheet.response.is_not(None))
    tied = begun.union(sheets).subquery("tied")
    theirs = select(tied.c.key).cte("theirs", recursive=True)
    # A response that was changed and sent again comes in the place of the one before it.
    theirs = theirs.union(select(Response.response).join(theirs, Response.replaces == theirs.c.key))
    newer = aliased(Response)
    replaced = exists().where(newer.replaces == Response.response, newer.submitted_on.is_not(None))
    return (
        select(Response.response, Response.submitted_on, Response.channel, Response.survey)
        .join(Round, Round.id == Response.round_id)
        .where(Response.response.in_(select(theirs.c.key)), Response.provider == provider, *named)
        .where(Response.submitted_on.is_not(None), shown_to_staff(), ~replaced)
    )


def said_by(person: Person) -> list[Said]:
    """The newest surveys that a person answered under their name: one query."""
    rows: Sequence[Any] = db.session.execute(_newest(), {"provider": person.provider, "person": person.person}).all()
    return [Said(row.response, row.submitted_on, row.channel, survey_title(row.survey)) for row in rows]


@cache
def _newest() -> Select[*tuple[Any, ...]]:
    """Put together once, which takes longer than to ask the database."""
    wanted = responses_of(bindparam("provider", type_=String), bindparam("person", type_=String))
    return wanted.order_by(Response.submitted_on.desc(), Response.response).limit(ON_PERSONS_PAGE)


def survey_title(survey: str) -> str:
    """What a survey is called now; its id where it is no longer there."""
    known = library().surveys.get(survey)
    return say(known.title) if known else survey


@blueprint.get("/person/<path:person>/said/<response>")
@staff_only(*WORKERS)
def said(person: str, response: str) -> str:
    """What someone answered, question by question, as it was asked. Opening it is an audit event."""
    found = own_person(person)
    wanted = responses_of(found.provider, found.person).where(Response.response == response)
    if "\0" in response or db.session.execute(wanted).first() is None:
        abort(404, _("There are no such answers of this person. Open their page to see what they said."))
    sent = db.session.get_one(Response, response)
    audit_log.record("survey-answers-seen", provider=found.provider, person=found.person, response=response)
    page = render_template(
        "casework/said.html", person=found, sent=sent, title=survey_title(sent.survey), parts=_parts(sent)
    )
    db.session.commit()
    return page


def _parts(sent: Response) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """The survey's parts with their questions and answers; a question that was not answered has no line."""
    answers = stored_answers(sent.response)
    survey = _as_asked(sent)
    parts = []
    for module in survey.modules if survey else []:
        lines = [
            (say(question.text), in_words(question, answers[question.key]))
            for question in module.questions
            if question.key in answers
        ]
        if lines:
            parts.append((say(module.title), lines))
    return parts


def _as_asked(sent: Response) -> Survey | None:
    return frozen_survey(sent.version) if sent.version else library().surveys.get(sent.survey)
