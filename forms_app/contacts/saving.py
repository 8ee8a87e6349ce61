"""Saving contacts once, however often their page is sent, and telling when a colleague changed one meanwhile."""

import hashlib
from datetime import date
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_security import current_user

from forms_app import audit_log
from forms_app.database import db
from forms_app.models.records import Contact, Person
from forms_app.saving import check_same


def add_contact(person: Person, key: str, kind: str, on: date, **columns: Any) -> bool:
    """Add a contact to the transaction, with its audit event; whether there was none with this key.

    Aborts with 400 where the key is that of someone else's contact: the page was opened for them. Raises SavedOtherwise
    where the contact with this key is another than the one given.
    """
    there = db.session.get(Contact, (person.provider, key))
    if there is not None:
        if there.person != person.person:
            abort(400, _("This page was opened for someone else. Open the person’s page and record it from there."))
        check_same(there, {"kind": kind, "on": on, **columns})
        return False
    made = Contact(provider=person.provider, contact=key, person=person.person, kind=kind, on=on, **columns)
    made.recorded_by = current_user.id
    db.session.add(made)
    audit_log.record("contact-recorded", provider=person.provider, person=person.person, contact=key, kind=kind)
    return True


def key_for(page: str, person: str) -> str:
    """The key of one person's contact, of those recorded for many on one page or activity."""
    return hashlib.sha256(f"{page}\0{person}".encode()).hexdigest()[:32]
