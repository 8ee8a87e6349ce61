"""One kind of contact with several people on one day: a morning of wellbeing calls, a newsletter sent."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.accounts import own_provider, staff_only
from forms_app.casework.blueprint import WORKERS
from forms_app.casework.once import page_id
from forms_app.clock import today
from forms_app.contacts.blueprint import blueprint, plain_kinds
from forms_app.contacts.fields import ContactAnswers, check_all_on_books, read_contact
from forms_app.contacts.picking import offer, picked_people
from forms_app.contacts.saving import add_contact, key_for, save_once
from forms_app.models.records import Person
from forms_app.typed import Typed

MOST = 200


@blueprint.route("/record/contacts", methods=["GET", "POST"])
@staff_only(*WORKERS)
def together() -> Response:
    """Record the same contact for several people. Looking for people saves nothing; sent twice, it is saved once."""
    typed = Typed(request.form)
    page = page_id(typed, "page")
    if request.method == "GET":
        typed.set_day("on", today())
        typed.fields["kind"] = request.args.get("kind", "")
        return _page(typed)
    if typed.value("go") == "find":
        return _page(typed)
    people = picked_people(typed, own_provider())
    if not people:
        typed.wrong("find", _("Tick the people it was with"))
    if len(people) > MOST:
        typed.wrong("find", _("Record it for %(most)s people at a time, or fewer", most=MOST))
    answers = read_contact(typed, plain_kinds())
    if answers is not None:
        check_all_on_books(typed, "on", answers.on, people)
    if answers is None or typed.errors:
        return _page(typed)
    save_once(lambda: _add_all(people, page, answers))
    said = ngettext("%(num)s contact is saved.", "%(num)s contacts are saved.", len(people))
    flash(said, "success")
    return make_response(redirect(url_for("contacts.home"), 303))


def _add_all(people: list[Person], page: str, answers: ContactAnswers) -> None:
    for person in people:
        add_contact(person, key_for(page, person.person), **vars(answers))


def _page(typed: Typed) -> Response:
    page = render_template(
        "contacts/together.html",
        form=typed,
        errors=typed.errors,
        offer=offer(typed, own_provider()),
        kinds=plain_kinds(),
    )
    return make_response(page, 422 if typed.errors else 200)
