"""Registering a person: who they are, and the profile that source 001 asks for."""

import re
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS, blueprint
from forms_app.casework.contact import language_items, read_reach
from forms_app.casework.outcomes import locality_items
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.typed import Typed

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
OF_CARERS = (
    "carer_groups", "cared_for_birth_year", "cared_for_gender", "cared_for_ethnicity", "cared_for_conditions",
)  # fmt: skip
"""Fields that only a carer has."""


@blueprint.route("/people/new", methods=["GET", "POST"])
@staff_only(*WORKERS)
def register() -> Response:
    """Register a person of the worker's provider. Sending the same form twice registers one person."""
    if request.method == "GET":
        typed = Typed()
        typed.set_day("registered_on", today())
        return _page(typed)
    typed = Typed(request.form)
    values = read_profile(typed)
    values["person"] = read_reference(typed)
    if typed.errors:
        return _page(typed)
    there = db.session.get(Person, (own_provider(), values["person"]))
    if there is None:
        there = _add(values)
    if there is None or any(getattr(there, name) != value for name, value in values.items()):
        typed.wrong(
            "person", _("%(reference)s is another person's reference: choose a different one", reference=values["person"])
        )
        return _page(typed)
    flash(_("%(reference)s is registered.", reference=there.person), "success")
    return make_response(redirect(url_for("casework.person", person=there.person), 303))


def _add(values: dict[str, Any]) -> Person | None:
    """Save a new person and return them; where another request took the reference in the meantime, whoever has it now."""
    made = Person(provider=own_provider(), status="active", **values)
    db.session.add(made)
    try:
        db.session.flush()
        audit_log.record("person-registered", provider=made.provider, person=made.person)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return db.session.get(Person, (own_provider(), values["person"]))
    return made


def read_reference(typed: Typed) -> str | None:
    """The provider's own reference for the person."""
    reference = typed.text("person", longest=80, missing=_("Enter the reference your organisation uses for this person"))
    if reference and not REFERENCE.fullmatch(reference):
        typed.wrong(
            "person",
            _("A reference is letters, digits, hyphens, full stops and underscores, and begins with a letter or digit"),
        )
    return reference


def read_profile(typed: Typed) -> dict[str, Any]:
    """Everything but the reference, by column."""
    codes = library().codes
    values: dict[str, Any] = {
        "name": typed.text("name", longest=200),
        "role": typed.choice("role", codes.codes("role"), missing=_("Select who this person is")),
        "registered_on": typed.day(
            "registered_on", what=_("Date registered"), missing=_("Enter the date the person was registered")
        ),
        "locality": typed.choice("locality", [item["value"] for item in locality_items(own_provider())]),
    }
    if values["registered_on"] and values["registered_on"] > today():
        typed.wrong("registered_on", _("Date registered must be today or earlier"), "registered_on-day")
    for column in ("gender", "ethnicity", "health_issues", "family_status", "employment_status"):
        values[column] = typed.choice(column, codes.codes(column))
    values["birth_year"] = typed.number("birth_year", 1900, today().year, what=_("Year of birth"))
    values["carer_groups"] = typed.choices("carer_groups", codes.codes("carer_groups"))
    values["cared_for_birth_year"] = typed.number("cared_for_birth_year", 1900, today().year, what=_("Year of birth"))
    values["cared_for_gender"] = typed.choice("cared_for_gender", codes.codes("gender"))
    values["cared_for_ethnicity"] = typed.choice("cared_for_ethnicity", codes.codes("ethnicity"))
    values["cared_for_conditions"] = typed.choices("cared_for_conditions", codes.codes("cared_for_conditions"))
    values |= read_reach(typed)
    if values["role"] == "service_user":
        for column in OF_CARERS:
            if values[column] is not None:
                typed.wrong(column, _("Leave this empty for a person who receives care and support, or select Carer above"))
    return values


def _page(typed: Typed) -> Response:
    page = render_template(
        "casework/register.html",
        form=typed,
        errors=typed.errors,
        localities=locality_items(own_provider()),
        language_items=language_items(),
    )
    return make_response(page, 422 if typed.errors else 200)
