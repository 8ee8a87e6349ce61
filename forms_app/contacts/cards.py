"""Cards given to people: emergency cards, partners in community cards, partners in care cards (sources 000 and 001)."""

from datetime import date

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.blueprint import WORKERS, own_person
from forms_app.clock import today
from forms_app.contacts.blueprint import CARD_KINDS, blueprint
from forms_app.contacts.fields import check_on_books, read_past_day
from forms_app.contacts.one import to_person
from forms_app.contacts.saving import add_contact
from forms_app.database import db
from forms_app.models.casework import CardIssued
from forms_app.models.records import Person
from forms_app.saving import page_id, saved_once
from forms_app.typed import Typed


@blueprint.route("/person/<path:person>/card", methods=["GET", "POST"])
@staff_only(*WORKERS)
def card(person: str) -> Response:
    """Record that a card was issued. It is counted as a contact too. Sent twice, it is saved once."""
    found = own_person(person)
    typed = Typed(request.form)
    key = page_id(typed, "card")
    if request.method == "GET":
        typed.set_day("issued_on", today())
        return _page(found, typed)
    kind = typed.choice("kind", CARD_KINDS, missing=_("Select which card it was"))
    issued_on = read_past_day(typed, "issued_on", _("Date issued"), _("Enter the date it was issued"))
    check_on_books(typed, "issued_on", _("Date issued"), issued_on, found)
    if typed.errors or kind is None or issued_on is None:
        return _page(found, typed)
    if not saved_once(lambda: _add(found, key, kind, issued_on), typed, "card", "kind"):
        return _page(found, typed)
    flash(_("The card is saved."), "success")
    return to_person(found)


def _add(person: Person, key: str, kind: str, issued_on: date) -> None:
    if add_contact(person, key, kind, issued_on):
        what = {"kind": kind, "issued_on": issued_on, "once": key}
        db.session.add(CardIssued(provider=person.provider, person=person.person, **what))
        audit_log.record("card-issued", provider=person.provider, person=person.person, kind=kind)


def _page(person: Person, typed: Typed) -> Response:
    page = render_template("contacts/card.html", person=person, form=typed, errors=typed.errors, kinds=CARD_KINDS)
    return make_response(page, 422 if typed.errors else 200)
