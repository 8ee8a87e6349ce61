"""Finding someone, and then giving or erasing what is held of them, with a second confirmation."""

import io
import json
import zipfile

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.rights.blueprint import ANSWERS_FOR_THEM, held_here, providers_answered_for, rights_pages
from forms_app.rights.erasing import erase as erase_person
from forms_app.rights.finding import Found, Sought, find
from forms_app.rights.giving import everything_of
from forms_app.rights.words import heading_of
from forms_app.typed import Typed

LONGEST = 200


@rights_pages.route("", methods=["GET", "POST"])
@staff_only(*ANSWERS_FOR_THEM)
def home() -> Response:
    """Find a person. What is typed is sent, not put into the address, so that no log of addresses holds it."""
    typed = Typed(request.form)
    if request.method == "GET":
        return _home(typed)
    fields = {name: typed.text(name, longest=LONGEST) or "" for name in ("name", "email", "phone", "reference")}
    if typed.errors:
        return _home(typed)
    sought = Sought(**fields)
    if not sought:
        typed.wrong("name", _("Enter a name, an e-mail address, a telephone number or a reference"))
        return _home(typed)
    providers = providers_answered_for()
    found = find(sought, providers)
    audit_log.record(
        "person-searched", provider=next(iter(providers)) if len(providers) == 1 else None, found=len(found.matches)
    )
    db.session.commit()
    return _home(typed, found)


def _home(typed: Typed, found: Found | None = None) -> Response:
    page = render_template(
        "rights/home.html", form=typed, errors=typed.errors, found=found, providers=providers_answered_for()
    )
    return make_response(page, 422 if typed.errors else 200)


@rights_pages.get("/<provider>/<path:person>/held")
@staff_only(*ANSWERS_FOR_THEM)
def held(provider: str, person: str) -> str:
    """How much is held of a person, by table, and what can be done."""
    found = held_here(provider, person)
    audit_log.record("person-seen", provider=provider, person=person)
    known = db.session.get(Person, (provider, person))
    page = render_template(
        "rights/held.html",
        provider=provider,
        provider_name=providers_answered_for()[provider],
        person=person,
        name=known.name if known else None,
        counts=[(heading_of(table), rows) for table, rows in found.counts.items()],
    )
    db.session.commit()
    return page


@rights_pages.post("/<provider>/<path:person>/give")
@staff_only(*ANSWERS_FOR_THEM)
def give(provider: str, person: str) -> Response:
    """Everything that is held of a person, as a file to read and as JSON, in a ZIP file that is kept nowhere."""
    held_here(provider, person)
    everything = everything_of(provider, person)
    audit_log.record("person-data-given", provider=provider, person=person, rows=everything.rows)
    db.session.commit()
    together = io.BytesIO()
    with zipfile.ZipFile(together, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("what-is-held.html", everything.as_html())
        files.writestr("what-is-held.json", json.dumps(everything.as_json(), indent=2, ensure_ascii=False))
    answer = make_response(together.getvalue())
    answer.content_type = "application/zip"
    answer.headers["Content-Disposition"] = 'attachment; filename="what-is-held.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@rights_pages.route("/<provider>/<path:person>/erase", methods=["GET", "POST"])
@staff_only(*ANSWERS_FOR_THEM)
def erase(provider: str, person: str) -> Response:
    """Erase a person, once the reference is typed again and the box is ticked."""
    found = held_here(provider, person)
    typed = Typed(request.form)
    if request.method == "POST":
        if typed.value("reference") != person:
            typed.wrong("reference", _("Type the reference of the person exactly as it stands above"))
        if not typed.values("sure"):
            typed.wrong("sure", _("Tick the box to say that it can’t be undone"))
        if not typed.errors:
            rows = sum(erase_person(provider, person).values())
            flash(_("Erased: %(rows)s rows and mentions.", rows=rows), "success")
            return make_response(redirect(url_for(".home"), 303))
    page = render_template(
        "rights/erase.html",
        form=typed,
        errors=typed.errors,
        provider=provider,
        person=person,
        counts=[(heading_of(table), rows) for table, rows in found.counts.items()],
    )
    return make_response(page, 422 if typed.errors else 200)
