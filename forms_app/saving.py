"""Saving what a page sends once, however often it is sent, without losing what it says the second time.

A page makes an id for what it will add when it opens (`page_id`). Sent again, by a double tap or after a lost answer, it
finds that record and adds none. But a page can also be sent again with other answers: from another tab, from another
device that the draft was opened on, or after going back. Then the user is told, and chooses.
"""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app.database import db
from forms_app.models.records import Assessment, Person
from forms_app.typed import Typed


class SavedOtherwise(Exception):
    """What the page saved before says something else than what it sends now."""


def page_id(typed: Typed, name: str) -> str:
    """The id that the page was opened with; a new one where it has none or a damaged one."""
    if not re.fullmatch(r"[0-9a-f]{32}", typed.value(name)):
        typed.fields[name] = uuid.uuid4().hex
    return typed.value(name)


def check_same(there: object, values: Mapping[str, Any]) -> None:
    """Make sure that what is on file is what the page sends, column by column. Raises SavedOtherwise if not."""
    if not says(there, values):
        raise SavedOtherwise


def says(there: object, values: Mapping[str, Any]) -> bool:
    """Whether a record holds these values, by column."""
    return all(getattr(there, name) == value for name, value in values.items())


def save_once(change: Callable[[], Any]) -> None:
    """Make a change and commit it. `change` does nothing where what it adds is there already.

    Where the same page was sent at the same moment, or a colleague changed the record, it is tried again, and finds what
    the other one saved.
    """
    try:
        change()
        db.session.commit()
    except (IntegrityError, StaleDataError):
        db.session.rollback()
        change()
        db.session.commit()


def saved_once(change: Callable[[], Any], typed: Typed, name: str, field: str) -> bool:
    """Make a change as `save_once` does; whether it, or the same before it, is saved.

    False where the page saved something else before: `typed` then says so (`say_saved_otherwise`), and what it holds is
    added as another record if it is sent again.
    """
    try:
        save_once(change)
    except SavedOtherwise:
        db.session.rollback()
        say_saved_otherwise(typed, name, field)
        return False
    return True


def say_saved_otherwise(typed: Typed, name: str, field: str) -> None:
    """Say at `field` that the page was saved before with other answers, and give it a new id as `name`."""
    typed.fields[name] = uuid.uuid4().hex
    words = _("You have saved this page before, with other answers. What is on it now is not saved. "
              "To keep it too, save again: it becomes another record. To change the first, open that one.")  # fmt: skip
    typed.wrong(field, words)


def state_of(values: Iterable[object]) -> str:
    """A short name for what a record holds: it differs as soon as anything in it does."""
    return hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()[:16]


def changed_from(typed: Typed, state: str) -> bool:
    """Whether the record was in another state when the page was opened. The form then carries the present one."""
    opened_with = typed.value("state")
    typed.fields["state"] = state
    return opened_with != state


def changed_since(typed: Typed, record: Person | Assessment) -> bool:
    """Whether someone saved `record` after the page was opened. The form then carries the record's new version."""
    opened_at = typed.value("version")
    typed.fields["version"] = str(record.version)
    return opened_at != str(record.version)
