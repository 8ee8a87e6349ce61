"""Saving contacts once, however often their page is sent, and telling when a colleague changed one meanwhile."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.database import db
from forms_app.models.records import Contact, Person
from forms_app.typed import Typed


def add_contact(person: Person, key: str, kind: str, on: date, **columns: Any) -> bool:
    """Add a contact to the transaction, with its audit event; whether there was none with this key.

    Aborts with 400 where the key is that of someone else's contact: the page was opened for them.
    """
    there = db.session.get(Contact, (person.provider, key))
    if there is not None:
        if there.person != person.person:
            abort(400, _("This page was opened for someone else. Open the person’s page and record it from there."))
        return False
    made = Contact(provider=person.provider, contact=key, person=person.person, kind=kind, on=on, **columns)
    made.recorded_by = current_user.id
    db.session.add(made)
    audit_log.record("contact-recorded", provider=person.provider, person=person.person, contact=key, kind=kind)
    return True


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


def key_for(page: str, person: str) -> str:
    """The key of one person's contact, of those recorded for many on one page or activity."""
    return hashlib.sha256(f"{page}\0{person}".encode()).hexdigest()[:32]


def state_of(values: Iterable[object]) -> str:
    """A short name for what a record holds: it differs as soon as anything in it does."""
    return hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()[:16]


def changed_from(typed: Typed, state: str) -> bool:
    """Whether the record was in another state when the page was opened. The form then carries the present one."""
    opened_with = typed.value("state")
    typed.fields["state"] = state
    return opened_with != state
