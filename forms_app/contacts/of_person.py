"""What was done for one person: their contacts, the newest first, each with what else is known of it."""

from dataclasses import dataclass

from flask import render_template
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.casework.blueprint import WORKERS, own_person
from forms_app.contacts.blueprint import blueprint
from forms_app.contacts.came import activities_of
from forms_app.contacts.plan_dates import PlanDates, plan_dates
from forms_app.database import db
from forms_app.models.casework import WellbeingPayment
from forms_app.models.records import Activity, Contact, Person
from forms_app.pages import Pages

ON_PERSONS_PAGE = 10
A_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """A contact with who wrote it down; the activity or the payment that it stands for, where it stands for one."""

    contact: Contact
    recorded_by: str
    activity: Activity | None
    payment: WellbeingPayment | None


@dataclass(frozen=True)
class Support:
    """The newest of a person's contacts, how many there are in all, and the dates of their emergency plan."""

    entries: list[Entry]
    count: int
    plan: PlanDates


def support_of(person: Person) -> Support:
    """What the person's page shows: a fixed number of queries."""
    found, count = _read(person, ON_PERSONS_PAGE, 0)
    return Support(found, count, plan_dates(person.provider, person.person))


@blueprint.get("/person/<path:person>/contacts")
@staff_only(*WORKERS)
def contacts(person: str) -> str:
    """All contacts of a person, in pages. Opening it is an audit event."""
    found = own_person(person)
    audit_log.record("person-seen", provider=found.provider, person=found.person)
    pages = Pages("contacts.contacts", {}, number_of_contacts(found), A_PAGE, person=found.person)
    shown = entries(found, limit=A_PAGE, offset=pages.offset)
    page = render_template("contacts/contacts.html", person=found, entries=shown, pages=pages, count=pages.count)
    db.session.commit()
    return page


def number_of_contacts(person: Person) -> int:
    """How many contacts are on file."""
    wanted = select(func.count()).select_from(Contact).filter_by(provider=person.provider, person=person.person)
    return db.session.scalar(wanted) or 0


def entries(person: Person, *, limit: int, offset: int = 0) -> list[Entry]:
    """A page of the person's contacts, the newest first: three queries (served by ix_contact_person)."""
    return _read(person, limit, offset)[0]


def _read(person: Person, limit: int, offset: int) -> tuple[list[Entry], int]:
    """A page of contacts, and how many there are in all (0 beyond the last page)."""
    paid = (
        (WellbeingPayment.provider == Contact.provider)
        & (WellbeingPayment.person == Contact.person)
        & (WellbeingPayment.once == Contact.contact)
    )
    wanted = select(Contact, WellbeingPayment, func.count().over()).outerjoin(WellbeingPayment, paid)
    wanted = wanted.where(Contact.provider == person.provider, Contact.person == person.person)
    found = db.session.execute(wanted.order_by(Contact.on.desc(), Contact.contact).offset(offset).limit(limit)).all()
    activities = activities_of(person, {contact.on for contact, _payment, _count in found})
    names = names_of_users(contact.recorded_by for contact, _payment, _count in found)
    shown = [
        Entry(contact, names.get(contact.recorded_by or 0, ""), activities.get(contact.contact), payment)
        for contact, payment, _count in found
    ]
    return shown, found[0][2] if found else 0


blueprint.add_app_template_global(support_of)
