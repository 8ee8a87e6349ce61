"""Fields that several of the forms share: what was done when, for how long; an amount of money or hours."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.casework.assessments import check_day
from forms_app.clock import today
from forms_app.day_words import day_words
from forms_app.models.records import Person
from forms_app.typed import Typed

LONGEST_NOTE = 4000
MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class ContactAnswers:
    """What a form says of a contact, good but for whose it is."""

    kind: str
    on: date
    minutes: int | None
    online: str | None
    notes: str | None


def read_contact(typed: Typed, kinds: Collection[str]) -> ContactAnswers | None:
    """The fields of a contact, or None with the errors on `typed`."""
    kind = typed.choice("kind", kinds, missing=_("Select what kind of contact it was"))
    on = read_past_day(typed, "on", _("Date"), _("Enter the date"))
    minutes = typed.number("minutes", 0, MOST_MINUTES, what=_("Minutes"))
    online = typed.choice("online", library().codes.codes("online"))
    notes = typed.text("notes", longest=LONGEST_NOTE)
    if typed.errors or kind is None or on is None:
        return None
    return ContactAnswers(kind, on, minutes, online, notes)


def read_past_day(typed: Typed, name: str, what: str, missing: str | None = None) -> date | None:
    """A day that has come, of this century."""
    day = typed.day(name, what=what, missing=missing)
    check_day(typed, name, what, day, date(2000, 1, 1), _("as far back as records go"))
    return day


def check_on_books(typed: Typed, name: str, what: str, day: date | None, person: Person) -> None:
    """Refuse a day before the person was registered."""
    if day is not None and day <= today():
        check_day(typed, name, what, day, person.registered_on, _("the day the person was registered"))


def check_all_on_books(typed: Typed, name: str, day: date | None, people: Collection[Person]) -> None:
    """Refuse a day before any of `people` was registered; the error names the latest of them."""
    latest = max(people, key=lambda person: person.registered_on, default=None)
    if day is not None and latest is not None and day < latest.registered_on:
        words = _(
            "%(person)s was not registered until %(day)s: change the date, or take them off",
            person=latest.name or latest.person,
            day=day_words(latest.registered_on),
        )
        typed.wrong(name, words, f"{name}-day")


def read_amount(typed: Typed, name: str, highest: int, *, what: str, missing: str | None = None) -> Decimal | None:
    """An amount with up to two decimal places; a pound sign and commas between thousands are no fault."""
    value = re.sub(r"[£,\s]", "", typed.value(name))
    if not value:
        if missing:
            typed.wrong(name, missing)
        return None
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", value, re.ASCII) or Decimal(value) > highest:
        words = _("%(what)s must be a number up to %(highest)s, such as 12.50", what=what, highest=f"{highest:,}")
        typed.wrong(name, words)
        return None
    return Decimal(value)
