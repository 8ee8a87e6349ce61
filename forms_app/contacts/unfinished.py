"""The forms of recording that save themselves while they are typed."""

from collections.abc import Callable

from flask import Flask, url_for
from flask_babel import lazy_gettext as _

from forms_app.accounts import own_provider
from forms_app.casework.blueprint import WORKERS, own_person
from forms_app.contacts.activities import own_activity
from forms_app.contacts.blueprint import ACTIVITY_FORM, CONTACT_FORM, PLAN_FORM
from forms_app.database import db
from forms_app.drafts import NEW, KnownForm, add_form
from forms_app.models.records import Activity, Contact


def add_forms(app: Flask) -> None:
    """Let contacts, activities and emergency plans be kept unfinished."""
    add_form(
        app,
        KnownForm(
            CONTACT_FORM,
            WORKERS,
            title=_("contact"),
            check=own_person,
            page=lambda person: url_for("contacts.contact", person=person),
            home=_person_page,
            is_over=lambda person, fields: _there(Contact, fields.get("contact", "")),
        ),
    )
    add_form(
        app,
        KnownForm(
            PLAN_FORM,
            WORKERS,
            title=_("emergency plan"),
            check=own_person,
            page=lambda person: url_for("contacts.emergency_plan", person=person),
            home=_person_page,
        ),
    )
    add_form(
        app,
        KnownForm(
            ACTIVITY_FORM,
            WORKERS,
            title=_("activity"),
            about="activity",
            check=new_or(own_activity),
            page=_activity_page,
            home=lambda activity: url_for("contacts.activities"),
            is_over=lambda activity, fields: activity == NEW and _there(Activity, fields.get("activity", "")),
        ),
    )


def new_or(own: Callable[[str], object]) -> Callable[[str], object]:
    """The check of a form that is about something new, or about a record that `own` looks up."""
    return lambda subject: None if subject == NEW else own(subject)


def _there(table: type[Contact] | type[Activity], key: str) -> bool:
    return db.session.get(table, (own_provider(), key)) is not None


def _person_page(person: str) -> str:
    return url_for("casework.person", person=person, _anchor="support")


def _activity_page(activity: str) -> str:
    if activity == NEW:
        return url_for("contacts.record_activity")
    return url_for("contacts.change_activity", activity=activity)
