"""How a person can be reached, and how they like to be asked about their experience."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.once import changed_since
from forms_app.database import db
from forms_app.invitations.contact_fields import FIELDS, read_contact
from forms_app.models.records import Person
from forms_app.translations.speaking import known_languages
from forms_app.typed import Typed


@blueprint.route("/person/<path:person>/contact-details", methods=["GET", "POST"])
@staff_only(*WORKERS)
def contact_details(person: str) -> Response:
    """Enter or change how to reach a person of the worker's own provider."""
    found = own_person(person)
    typed = Typed(request.form)
    if request.method == "GET":
        for name in (*FIELDS, "language"):
            typed.fields[name] = getattr(found, name) or ""
        typed.fields["version"] = str(found.version)
        return _page(found, typed)
    values = read_reach(typed)
    if changed_since(typed, found):
        words = _("A colleague changed this person’s record meanwhile. Check what is below, and save it again.")
        typed.wrong("email", words)
    if typed.errors:
        return _page(found, typed)
    if any(getattr(found, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(found, name, value)
        audit_log.record("person-contact-changed", provider=found.provider, person=found.person)
        db.session.commit()
    flash(_("The contact details are saved."), "success")
    return make_response(redirect(url_for("casework.person", person=found.person), 303))


def read_reach(typed: Typed) -> dict[str, Any]:
    """The contact details and the language, by column."""
    return read_contact(typed) | {"language": typed.choice("language", list(known_languages()))}


def language_items() -> list[dict[str, str]]:
    """The languages that the service can write in, as the macros take them."""
    return [{"value": code, "text": language.name} for code, language in known_languages().items()]


def language_name(code: str | None) -> str:
    """What a language is called by its speakers; "" where none is known."""
    language = known_languages().get(code or "")
    return language.name if language else ""


def _page(person: Person, typed: Typed) -> Response:
    page = render_template(
        "casework/contact.html", person=person, form=typed, errors=typed.errors, language_items=language_items()
    )
    return make_response(page, 422 if typed.errors else 200)
