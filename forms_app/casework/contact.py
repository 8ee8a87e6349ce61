"""How a person can be reached, and how they like to be asked about their experience."""

from typing import Any

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from forms_app.accounts import staff_only
from forms_app.casework.assessments import to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.merging import BASE, Clash, fill_in, merge, remember
from forms_app.casework.profile import clash_lines, save_changes
from forms_app.casework.profile_form import KINDS, REACH, text_of
from forms_app.database import db
from forms_app.invitations.contact_fields import read_contact
from forms_app.models.records import Person
from forms_app.saving import changed_since
from forms_app.translations.speaking import known_languages
from forms_app.typed import Typed


@blueprint.route("/person/<path:person>/contact-details", methods=["GET", "POST"])
@staff_only(*WORKERS)
def contact_details(person: str) -> Response:
    """Enter or change how to reach a person of the worker's own provider."""
    found = own_person(person)
    typed = Typed(request.form)
    on_file = {name: text_of(getattr(found, name)) for name in REACH}
    if request.method == "GET":
        fill_in(typed, on_file, KINDS)
        remember(typed, on_file)
        changed_since(typed, found)
        return _page(found, typed)
    if changed_since(typed, found) and (clashes := merge(typed, on_file, KINDS)):
        return _page(found, typed, clashes)
    values = read_reach(typed)
    if typed.errors:
        return _page(found, typed)
    try:
        save_changes(found, values, "person-contact-changed")
    except StaleDataError:
        # A colleague saved in the same moment: look again at what is on file now.
        db.session.rollback()
        return contact_details(person)
    flash(_("The contact details are saved."), "success")
    return to_person(found)


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


def _page(person: Person, typed: Typed, clashes: list[Clash] | None = None) -> Response:
    page = render_template(
        "casework/contact.html",
        person=person,
        form=typed,
        errors=typed.errors,
        language_items=language_items(),
        clashes=clash_lines(clashes or []),
        carried=[(name, text) for name, text in typed.fields.items() if name.startswith(BASE)],
    )
    return make_response(page, 409 if clashes else 422 if typed.errors else 200)
