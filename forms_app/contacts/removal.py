"""Taking back what was recorded by mistake, with everything that was recorded with it."""

from flask_babel import gettext as _
from sqlalchemy import delete

from forms_app.contacts.attendance import activity_of
from forms_app.contacts.blueprint import PLAN_KINDS
from forms_app.contacts.plan_dates import settle_plan
from forms_app.database import db
from forms_app.models.casework import CardIssued, EmergencyPlan, WellbeingPayment
from forms_app.models.records import Contact


def why_it_stays(contact: Contact) -> str:
    """Why this contact is not removed by itself, and what to do instead; "" where it may be."""
    if activity_of(contact) is not None:
        return str(_("This person is down as having come to an activity. Take them off on the activity’s page."))
    plan = db.session.get(EmergencyPlan, (contact.provider, contact.person))
    if contact.kind == "emergency_plan" and plan is not None and plan.made_on == contact.on:
        return str(_("The emergency plan is on file with this date. Change the date, or remove the plan, on its page."))
    return ""


def remove_contact(contact: Contact) -> None:
    """Take a contact out, in the current transaction; what it stands for (a payment, a card, a plan's date) with it."""
    for table in (WellbeingPayment, CardIssued):
        db.session.execute(delete(table).where(table.provider == contact.provider, table.once == contact.contact))
    db.session.delete(contact)
    db.session.flush()
    if contact.kind in PLAN_KINDS:
        settle_plan(contact.provider, contact.person)


def remove_plan(plan: EmergencyPlan) -> None:
    """Take a plan out, in the current transaction, with its making and whatever was counted of it since."""
    counted = delete(Contact).where(Contact.provider == plan.provider, Contact.person == plan.person)
    db.session.execute(counted.where(Contact.kind.in_(PLAN_KINDS), Contact.on >= plan.made_on))
    db.session.delete(plan)
