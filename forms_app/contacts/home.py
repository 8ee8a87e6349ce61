"""The page "Record": what can be written down, and what this worker wrote down last."""

from flask import render_template
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import own_provider, staff_only
from forms_app.casework.blueprint import WORKERS
from forms_app.clock import today
from forms_app.contacts.blueprint import blueprint, plain_kinds
from forms_app.contacts.picking import LATELY
from forms_app.database import db
from forms_app.models.records import Contact, Person

SHOWN = 10
QUICK_KINDS = ("huddle", "outreach", "newsletter", "volunteering", "health_liaison")
"""Kinds of activity that sources 000 and 001 count and that are easy to forget: each has a link of its own."""


@blueprint.get("/record")
@staff_only(*WORKERS)
def home() -> str:
    """Links to each form, and the worker's own newest contacts (served by ix_contact_on)."""
    wanted = (
        select(Contact, Person)
        .join(Person, (Person.provider == Contact.provider) & (Person.person == Contact.person))
        .where(Contact.provider == own_provider(), Contact.on >= today() - LATELY)
        .where(Contact.recorded_by == current_user.id)
        .order_by(Contact.on.desc(), Contact.contact)
        .limit(SHOWN)
    )
    newest = db.session.execute(wanted).all()
    return render_template("contacts/home.html", newest=newest, again=plain_kinds(), quick_kinds=QUICK_KINDS)
