"""The page on which a sheet is typed in, read whole: its answers, how they came, and what does not fit together."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from forms_app.clock import today
from forms_app.models.responses import Round
from forms_app.paper.keyed import Keyed, problem_words, read_keyed
from forms_app.respond.helper import helper_said
from forms_app.typed import Typed
from surveys.answers import Answer, AnswerError
from surveys.model.survey import Survey
from surveys.path import walk

HELPERS = {"1": "self", "2": "with_help", "3": "proxy"}
"""Who gave the answers, by what is typed for it: the order in which every sheet asks."""
ANSWER = "a."
RECEIVED, HELPER, PERSON = "received", "helper", "person"
KEPT = (f"{RECEIVED}-day", f"{RECEIVED}-month", f"{RECEIVED}-year", HELPER, PERSON)
"""Fields of the page, beside its answers, that a draft keeps."""


@dataclass
class EntryForm:
    """One sheet as typed. Reading it never fails: what is wrong stands in `errors`, by field."""

    survey: Survey
    round: Round
    fields: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    is_call: bool = False

    @cached_property
    def keyed(self) -> dict[str, Keyed]:
        """What was typed for each question; nothing for what can't be read."""
        read: dict[str, Keyed] = {}
        for key, question in self.survey.by_key.items():
            try:
                read[key] = read_keyed(question, self.fields.get(ANSWER + key, ""))
            except AnswerError as error:
                self.errors[ANSWER + key] = problem_words(question, error)
                read[key] = Keyed()
        return read

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The questions that the sheet leads to, going by what is typed so far."""
        return walk(self.survey, {key: one.answer for key, one in self.keyed.items()}).asked

    @property
    def skipped(self) -> set[str]:
        """The questions that the sheet leads past."""
        return set(self.survey.by_key) - set(self.asked)

    @property
    def off_path(self) -> list[str]:
        """Questions that were answered although the sheet leads past them, in order."""
        return [key for key in self.survey.by_key if key in self.skipped and not self.keyed[key].empty]

    @property
    def unclear(self) -> list[str]:
        """Questions whose answer can't be made out."""
        return [key for key, one in self.keyed.items() if one.unclear]

    def answers(self) -> dict[str, Answer]:
        """The answers that count, in the order of the path; those passed over are among them, empty."""
        return {key: self.keyed[key].answer for key in self.asked}

    @cached_property
    def received(self) -> date | None:
        """The day the sheet came; None, with an error, for one that can't be."""
        if self.is_call:
            return today()
        typed = Typed(MultiDict(self.fields))
        day = typed.day(RECEIVED, what=_("The day it came"), missing=_("Enter the day the sheet came"))
        problem = typed.error(RECEIVED)
        if problem:
            self.errors[RECEIVED] = problem["text"]
        elif day and day > today():
            self.errors[RECEIVED] = _("The day it came must be today or before")
        elif day and day < self.round.opens_on:
            self.errors[RECEIVED] = _("The day it came must not be before the round opened")
        return None if RECEIVED in self.errors else day

    @cached_property
    def helper(self) -> str | None:
        """Who gave the answers: what the sheet's last question says, else what the survey itself asked about it."""
        typed = self.fields.get(HELPER, "").strip()
        if typed and typed not in (*HELPERS, "?"):
            self.errors[HELPER] = _("Type a number from 1 to 3, or nothing")
            return None
        return HELPERS.get(typed) or helper_said(self.survey, self.answers())

    def check(self) -> bool:
        """Whether the sheet can be finished as it is typed."""
        _all = (self.keyed, self.received, self.helper)
        return not self.errors


def kept_fields(sent: MultiDict[str, str], survey: Survey) -> dict[str, str]:
    """The fields that a draft keeps, out of all that was sent; empty ones are left out."""
    names = [*KEPT, *(ANSWER + key for key in survey.by_key)]
    return {name: sent[name] for name in names if sent.get(name, "").strip()}


def with_today(fields: dict[str, str]) -> dict[str, str]:
    """The fields of a page that was just opened: the sheet came today unless something else is typed."""
    day = today()
    return {
        f"{RECEIVED}-day": str(day.day),
        f"{RECEIVED}-month": str(day.month),
        f"{RECEIVED}-year": str(day.year),
    } | fields
