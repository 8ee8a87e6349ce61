"""One kind of contact with several people on one day: a morning of wellbeing calls, a newsletter sent."""

from dataclasses import replace

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.accounts import own_provider, staff_only
from forms_app.casework.blueprint import WORKERS
from forms_app.clock import today
from forms_app.contacts.blueprint import blueprint, plain_kinds
from forms_app.contacts.fields import LONGEST_NOTE, MOST_MINUTES, ContactAnswers, check_all_on_books, read_contact
from forms_app.contacts.picking import offer, picked_people
from forms_app.contacts.saving import add_contact, key_for
from forms_app.models.records import Person
from forms_app.saving import page_id, saved_once
from forms_app.typed import Typed

MOST = 200


@blueprint.route("/record/contacts", methods=["GET", "POST"])
@staff_only(*WORKERS)
def together() -> Response:
    """Record the same contact for several people, each with minutes and a note of their own where they differ.

    Looking for people saves nothing; sent twice, it is saved once.
    """
    typed = Typed(request.form)
    page = page_id(typed, "page")
    if request.method == "GET":
        typed.set_day("on", today())
        typed.fields["kind"] = request.args.get("kind", "")
        return _page(typed)
    if typed.value("go") in ("find", "each"):
        return _page(typed)
    people = picked_people(typed, own_provider())
    if not people:
        typed.wrong("find", _("Tick the people it was with"))
    if len(people) > MOST:
        typed.wrong("find", _("Record it for %(most)s people at a time, or fewer", most=MOST))
    answers = read_contact(typed, plain_kinds())
    if answers is not None:
        check_all_on_books(typed, "on", answers.on, people)
    each = [(person, _of_one(typed, person, answers)) for person in people if answers is not None]
    if answers is None or typed.errors:
        return _page(typed)
    if not saved_once(lambda: _add_all(each, page), typed, "page", "kind"):
        return _page(typed)
    said = ngettext("%(num)s contact is saved.", "%(num)s contacts are saved.", len(people))
    flash(said, "success")
    return make_response(redirect(url_for("contacts.home"), 303))


def mark_of(person: Person) -> str:
    """What the fields for one person are named with: references brought over may hold anything."""
    return key_for("own", person.person)[:10]


def _of_one(typed: Typed, person: Person, answers: ContactAnswers) -> ContactAnswers:
    """What is saved for one person: their own minutes and note where they were typed, else everyone's."""
    minutes = typed.number(f"minutes-{mark_of(person)}", 0, MOST_MINUTES, what=_("Minutes"))
    notes = typed.text(f"notes-{mark_of(person)}", longest=LONGEST_NOTE)
    return replace(answers, minutes=answers.minutes if minutes is None else minutes, notes=notes or answers.notes)


def _add_all(each: list[tuple[Person, ContactAnswers]], page: str) -> None:
    for person, answers in each:
        add_contact(person, key_for(page, person.person), **vars(answers))


def _page(typed: Typed) -> Response:
    page = render_template(
        "contacts/together.html",
        form=typed,
        errors=typed.errors,
        offer=offer(typed, own_provider()),
        kinds=plain_kinds(),
        mark_of=mark_of,
    )
    return make_response(page, 422 if typed.errors else 200)
