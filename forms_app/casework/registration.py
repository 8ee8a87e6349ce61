"""Registering a person: who they are, how they came, how they are reached, and the profile that source 001 asks for."""

from collections.abc import Collection
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.contact import language_items, read_reach
from forms_app.casework.duplicates import Known, alike
from forms_app.casework.marks import PAGE, set_marks
from forms_app.casework.merging import fields_of
from forms_app.casework.profile_form import KINDS, LABELS, place_items, read_profile, shown, text_of, worker_items
from forms_app.casework.references import next_reference, read_reference
from forms_app.casework.referrals import add_referral, read_referral, referral_page
from forms_app.casework.status import begin_history
from forms_app.casework.telling_apart import tell_apart
from forms_app.casework.unfinished import REFERRAL, REGISTRATION, registered_from
from forms_app.clock import today
from forms_app.database import db
from forms_app.drafts import OnPage, forget_draft, open_draft, own_drafts
from forms_app.models.casework import PersonMark
from forms_app.models.records import Person
from forms_app.saving import page_id, say_saved_otherwise, says
from forms_app.typed import Typed

TRIES = 5


@blueprint.route("/people/new", methods=["GET", "POST"])
@staff_only(*WORKERS)
def register() -> Response:
    """Register a person of the worker's provider. Sending the same form twice registers one person.

    Whoever may be on the books already is shown first: the worker says whether it is one of them.
    """
    typed = Typed(request.form)
    if request.method == "GET":
        typed.fields["once"] = request.args.get("draft", "")
    key = page_id(typed, "once")
    draft = open_draft(REGISTRATION, key, request.form)
    if request.method == "GET":
        if draft.fields is None:
            typed.set_day("registered_on", today())
        else:
            typed = Typed(draft.fields)
            typed.fields["once"] = key
        return _page(typed, draft)
    if typed.value("same"):
        return _it_is(typed, own_person(typed.value("same")))
    values = read_profile(typed) | read_reach(typed)
    if there := registered_from(key):
        if says(there, values):
            return _done(there)
        say_saved_otherwise(typed, "once", "name")
        return _page(typed, draft)
    reference = read_reference(typed)
    referral = read_referral(typed, values["registered_on"] or today())
    if typed.errors:
        return _page(typed, draft)
    taken = db.session.get(Person, (own_provider(), reference)) if reference else None
    if taken is not None:
        return _taken(typed, draft, taken, values)
    known = Known(values["name"], values["email"], values["phone"], values["birth_year"])
    found = alike(own_provider(), known)
    if {one.person for one in found} - set(typed.values("someone_else")):
        return _ask(typed, found)
    made = _add(values, reference, key, referral, found)
    return _done(made) if made is not None else register()


def _taken(typed: Typed, draft: OnPage, there: Person, values: dict[str, Any]) -> Response:
    """The reference is someone's: fine where the same form was sent before, else to be put right."""
    if says(there, values):
        return _done(there)
    typed.wrong("person", _("%(reference)s is another person's reference: choose a different one", reference=there.person))
    return _page(typed, draft)


def _add(
    values: dict[str, Any], reference: str | None, key: str, referral: dict[str, Any] | None, others: Collection[Person]
) -> Person | None:
    """Save a new person, who is none of `others`; None where another request took the reference in the meantime."""
    for _try in range(TRIES):
        made = Person(
            provider=own_provider(), person=reference or next_reference(own_provider()), status="active", **values
        )
        db.session.add(made)
        try:
            db.session.flush()
            db.session.add(PersonMark(provider=made.provider, kind=PAGE, mark=key, person=made.person))
            set_marks(made)
            begin_history(made)
            audit_log.record("person-registered", provider=made.provider, person=made.person)
            if referral is not None:
                add_referral(key, referral, made)
            for other in others:
                tell_apart(made, other)
            forget_draft(REGISTRATION, key)
            db.session.commit()
            return made
        except IntegrityError:
            db.session.rollback()
            if reference or registered_from(key):
                return None
    return None


def _it_is(typed: Typed, there: Person) -> Response:
    """It is someone on the books: the referral goes to them, and what else was typed goes into its notes."""
    also = [
        (str(label), shown(name, text_of(getattr(there, name))), shown(name, text))
        for name, label in LABELS.items()
        if (text := fields_of(typed, [name], KINDS)[name])
        and name != "registered_on"
        and text != text_of(getattr(there, name))
    ]
    lines = [_("%(label)s: %(value)s", label=label, value=mine) for label, _theirs, mine in also]
    on_file = typed.value("notes")
    typed.fields["notes"] = "\n".join([*([on_file] if on_file else []), *lines])
    if not any(typed.value(f"received_on-{part}") for part in ("day", "month", "year")):
        for part in ("day", "month", "year"):
            typed.fields[f"received_on-{part}"] = typed.value(f"registered_on-{part}")
    typed.fields["kind"], typed.fields["accepted"] = "re_referral", "yes"
    audit_log.record("person-seen", provider=there.provider, person=there.person)
    db.session.commit()
    return referral_page(typed, there, open_draft(REFERRAL, there.person, request.form), also=also)


def _ask(typed: Typed, found: Collection[Person]) -> Response:
    """Show who may be the same, and carry everything that was typed."""
    audit_log.record("people-listed", provider=own_provider(), count=len(found))
    kept = [(name, value) for name, value in typed.fields.items(multi=True) if name != "someone_else"]
    page = render_template("casework/duplicates.html", found=found, kept=kept, form=typed)
    db.session.commit()
    return make_response(page)


def _done(person: Person) -> Response:
    flash(_("%(reference)s is registered.", reference=person.person), "success")
    return make_response(redirect(url_for("casework.person", person=person.person), 303))


def _page(typed: Typed, draft: OnPage) -> Response:
    page = render_template(
        "casework/register.html",
        form=typed,
        errors=typed.errors,
        localities=place_items(),
        workers=worker_items(),
        language_items=language_items(),
        proposed=next_reference(own_provider()),
        draft=draft,
        unfinished=[line for line in own_drafts(REGISTRATION) if line.subject != draft.subject],
    )
    return make_response(page, 422 if typed.errors else 200)
