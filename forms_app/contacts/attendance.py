"""Who came to an activity: a row for each, and the contact by which they are counted."""

from collections.abc import Collection
from typing import Any

from flask_security import current_user
from sqlalchemy import select

from forms_app.contacts.blueprint import kind_of_attendance
from forms_app.contacts.saving import key_for
from forms_app.database import db
from forms_app.models.casework import Attendance
from forms_app.models.records import Activity, Contact, Person


def who_came(activity: Activity) -> list[str]:
    """The references of those on the books who came."""
    wanted = select(Attendance.person).filter_by(provider=activity.provider, activity=activity.activity)
    return list(db.session.scalars(wanted.order_by(Attendance.person)))


def activity_of(contact: Contact) -> Activity | None:
    """The activity that the contact stands for, or None."""
    wanted = (
        select(Activity)
        .join(Attendance, (Attendance.provider == Activity.provider) & (Attendance.activity == Activity.activity))
        .where(Attendance.provider == contact.provider, Attendance.person == contact.person)
        .where(Activity.held_on == contact.on)
    )
    for activity in db.session.scalars(wanted):
        if key_for(activity.activity, contact.person) == contact.contact:
            return activity
    return None


def settle(activity: Activity, people: Collection[Person]) -> None:
    """Let exactly `people` have come: their rows and contacts say so, with the activity's day, kind and way."""
    references = {person.person for person in people}
    before = set(who_came(activity))
    key: dict[str, Any] = {"provider": activity.provider, "activity": activity.activity}
    for gone in before - references:
        db.session.delete(db.session.get_one(Attendance, (activity.provider, activity.activity, gone)))
    db.session.add_all(Attendance(person=come, **key) for come in sorted(references - before))
    kind = kind_of_attendance(activity.kind)
    for reference in sorted(before | references):
        contact_key = key_for(activity.activity, reference)
        there = db.session.get(Contact, (activity.provider, contact_key))
        if kind is None or reference not in references:
            if there is not None:
                db.session.delete(there)
            continue
        if there is None:
            there = Contact(provider=activity.provider, contact=contact_key, person=reference, recorded_by=current_user.id)
            db.session.add(there)
        there.kind, there.on, there.online = kind, activity.held_on, activity.online
