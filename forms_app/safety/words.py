"""Words for items, for staff: who, why, in which state, what was done."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from forms_app.app import library
from forms_app.authoring import editions
from forms_app.casework.words import code_words
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.responses import Response, Round
from forms_app.models.safety import SafetyItem, SafetyNote
from forms_app.respond.versions import frozen_survey
from forms_app.safety.hours import left_words, spent_words, time_words
from forms_app.safety.kinds import ANSWER, ASSIGNED, CLOSING, CONTACT, NO_ANSWER, OPEN, TRIED
from forms_app.safety.notices import hours_of
from surveys.model.common import say
from surveys.model.survey import Question, Survey

__all__ = [
    "answer_words",
    "asked_words",
    "clock_of",
    "language_words",
    "note_words",
    "staff_items",
    "state_tag_words",
    "time_words",
    "who",
]


@dataclass(frozen=True)
class ItemClock:
    """How an item stands at a time: `state` is open, overdue, closed (in time) or late (closed after it was due)."""

    state: str
    words: str

    @property
    def colour(self) -> str:
        """The colour of its tag, which says nothing that the word does not."""
        return {"open": "govuk-tag--yellow", "overdue": "govuk-tag--red"}.get(self.state, "govuk-tag--grey")


def clock_of(item: SafetyItem, now: datetime) -> ItemClock:
    """How the item's clock stands."""
    if item.state == OPEN:
        return ItemClock("overdue" if item.due_at < now else "open", left_words(item.due_at, now))
    closed = item.closed_at or item.due_at
    return ItemClock("closed" if closed <= item.due_at else "late", spent_words(item.opened_at, closed))


def state_tag_words(state: str) -> Markup:
    """A shape and a word: neither needs its colour."""
    shape, word = {
        "open": ("●", _("Open")),
        "overdue": ("▲", _("Overdue")),
        "closed": ("✓", _("Closed in time")),
        "late": ("✓", _("Closed late")),
    }[state]
    return Markup('<span aria-hidden="true">{} </span>{}').format(shape, word)


def who(item: SafetyItem) -> str:
    """What the person is called: their own word for it, the list's, or that they gave none."""
    return item.contact_name or item.person or str(_("No name given"))


def asked_words(item: SafetyItem) -> str:
    """What was asked, in English; "" where the item came from no question."""
    question = _question(item)
    return say(question.text) if question else item.question or ""


def answer_words(item: SafetyItem, code: str | None) -> str:
    """The words for an answer to the item's question."""
    if code == NO_ANSWER:
        return str(_("Passed over"))
    question = _question(item)
    labels = {option.code: say(option.label) for option in question.options} if question else {}
    return labels.get(code or "", code or "")


def language_words(code: str | None) -> str:
    """What a language is called; "" for none."""
    known = library().languages.get(code or "")
    return known.name if known else code or ""


def note_words(item: SafetyItem, note: SafetyNote, names: dict[int, str]) -> str:
    """What a note says was done; what someone wrote about it stands apart, in `note.words`."""
    if note.kind == ANSWER:
        return str(_("The answer was changed to: %(answer)s", answer=answer_words(item, note.code)))
    if note.kind == CONTACT:
        return str(_("The person said how and when to reach them"))
    if note.kind == ASSIGNED:
        return str(_("Given to %(name)s", name=names.get(int(note.code or 0), _("nobody"))))
    if note.kind == TRIED:
        return str(_("Tried to reach the person"))
    if note.kind == CLOSING:
        return str(_("Closed: %(outcome)s", outcome=code_words("safety_outcome", note.code)))
    return str(_("Opened again"))


def staff_items(staff: list[User]) -> list[dict[str, object]]:
    """People as the macros take choices."""
    return [{"value": user.id, "text": user.name or user.email} for user in staff]


def hours_for(item: SafetyItem) -> int:
    """The hours of a new clock for this item."""
    question = _question(item)
    return question.help.within_hours if question and question.help else hours_of(_survey(item))


def _question(item: SafetyItem) -> Question | None:
    """The question that opened an item, as it was asked; where its survey is gone, as its module has it now."""
    if item.question is None:
        return None
    survey = _survey(item)
    found = survey.by_key.get(item.question) if survey else None
    modules = library().modules.values()
    return found or next((one for module in modules for one in module.questions if one.key == item.question), None)


def _survey(item: SafetyItem) -> Survey | None:
    """The survey as the response was asked it; for an item without one, as its round asks it today."""
    version = db.session.scalar(db.select(Response.version).where(Response.response == item.response))
    if version is not None:
        return frozen_survey(version)
    asked_in = db.session.get(Round, item.round_id) if item.round_id else None
    return editions.current_survey(asked_in.survey, asked_in.id) if asked_in else None
