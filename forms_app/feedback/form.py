"""What the form of feedback says, checked: its columns, by name."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.accounts import own_provider
from forms_app.app import library
from forms_app.casework.assessments import check_day
from forms_app.clock import today
from forms_app.contacts.fields import read_past_day
from forms_app.database import db
from forms_app.feedback.blueprint import is_manager
from forms_app.models.records import Feedback, Person
from forms_app.typed import Typed

LONGEST = 20_000
DAYS = ("received_on", "acknowledged_on", "completed_on")
WORDS = ("kind", "person", "about", "what_was_done", "outcome")


def read_feedback(typed: Typed, there: Feedback | None) -> dict[str, Any] | None:
    """What was typed, by column, or None with the errors on `typed`, in the order of the page."""
    codes = library().codes
    values: dict[str, Any] = {
        "kind": typed.choice("kind", codes.codes("feedback_kind"), missing=_("Select what kind of feedback it is")),
        "received_on": read_past_day(typed, "received_on", _("Date received"), _("Enter the date it was received")),
        "person": _person(typed, there),
        "about": typed.text("about", longest=LONGEST),
        "acknowledged_on": read_past_day(typed, "acknowledged_on", _("Date acknowledged")),
        "what_was_done": typed.text("what_was_done", longest=LONGEST),
    }
    if is_manager():
        values["completed_on"] = read_past_day(typed, "completed_on", _("Date completed"))
        values["outcome"] = typed.choice("outcome", codes.codes("feedback_outcome"))
    received: date | None = values["received_on"]
    for name, what in (("acknowledged_on", _("Date acknowledged")), ("completed_on", _("Date completed"))):
        day = values.get(name)
        if received is not None and day is not None and day <= today():
            check_day(typed, name, what, day, received, _("the day it was received"))
    if (
        values.get("outcome")
        and not values["completed_on"]
        and "completed_on-day" not in {e["href"][1:] for e in typed.errors}
    ):
        typed.wrong("completed_on", _("Enter the date it was completed, or leave the outcome empty"), "completed_on-day")
    return None if typed.errors else values


def fill_in(typed: Typed, feedback: Feedback) -> None:
    """Fill the form with what is on file."""
    for name in WORDS:
        typed.fields[name] = getattr(feedback, name) or ""
    for name in DAYS:
        typed.set_day(name, getattr(feedback, name))


def _person(typed: Typed, there: Feedback | None) -> str | None:
    """The reference of the person it came from, who must be on the books."""
    reference = typed.text("person", longest=80)
    if reference is None or (there is not None and there.person == reference):
        return reference
    wanted = select(Person.person).where(Person.provider == own_provider(), Person.person == reference)
    if db.session.scalar(wanted) is None:
        typed.wrong("person", _("Nobody on your books has this reference: check it, or leave this empty"))
    return reference
