"""One contact with one person: recorded, looked at again, corrected, or removed where it was recorded by mistake."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.casework.blueprint import WORKERS, own_person
from forms_app.clock import today
from forms_app.contacts.attendance import activity_of
from forms_app.contacts.blueprint import CONTACT_FORM, OWN_PAGES, blueprint, plain_kinds
from forms_app.contacts.fields import ContactAnswers, check_on_books, read_contact
from forms_app.contacts.removal import remove_contact, why_it_stays
from forms_app.contacts.saving import add_contact
from forms_app.database import db
from forms_app.drafts import OnPage, forget_draft, open_draft
from forms_app.models.records import Contact, Person
from forms_app.saving import changed_from, page_id, saved_once, state_of
from forms_app.typed import Typed

COLUMNS = ("kind", "minutes", "online", "notes")


@blueprint.route("/person/<path:person>/contact", methods=["GET", "POST"])
@staff_only(*WORKERS)
def contact(person: str) -> Response:
    """Record a contact with a person. Sent twice, it is saved once.

    `?kind=` chooses the kind beforehand; `?like=` takes kind, minutes and way from an earlier contact of theirs.
    """
    found = own_person(person)
    draft = open_draft(CONTACT_FORM, found.person, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    key = page_id(typed, "contact")
    if request.method == "GET":
        if draft.fields is None:
            _begin(typed, found)
        return _page(found, typed, draft=draft)
    answers = read_contact(typed, plain_kinds())
    if answers is not None:
        check_on_books(typed, "on", _("Date"), answers.on, found)
    if answers is None or typed.errors:
        return _page(found, typed, draft=draft)
    if not saved_once(lambda: _add(found, key, answers), typed, "contact", "kind"):
        return _page(found, typed, draft=draft)
    flash(_("The contact is saved."), "success")
    return to_person(found)


@blueprint.route("/person/<path:person>/contact/<path:contact>", methods=["GET", "POST"])
@staff_only(*WORKERS)
def change_contact(person: str, contact: str) -> Response:
    """Look at a contact again and correct it; where a colleague changed it meanwhile, both are shown and none is lost."""
    found = own_person(person)
    there = own_contact(found, contact)
    typed = Typed(request.form)
    if request.method == "GET":
        for name in COLUMNS:
            typed.fields[name] = str(getattr(there, name) if getattr(there, name) is not None else "")
        typed.set_day("on", there.on)
        changed_from(typed, _state(there))
        return _page(found, typed, there)
    if not _changeable(there):
        abort(400, _("This is changed where it was recorded. Go back and follow the link there."))
    answers = read_contact(typed, {*plain_kinds(), there.kind} - set(OWN_PAGES))
    if answers is not None and answers.on != there.on:
        check_on_books(typed, "on", _("Date"), answers.on, found)
    if answers is not None and vars(answers) == {name: getattr(there, name) for name in vars(answers)}:
        return to_person(found)
    if changed_from(typed, _state(there)):
        return _page(found, typed, there, conflict=True)
    if answers is None or typed.errors:
        return _page(found, typed, there)
    for name, value in vars(answers).items():
        setattr(there, name, value)
    audit_log.record("contact-changed", provider=found.provider, person=found.person, contact=there.contact)
    db.session.commit()
    flash(_("The contact is saved."), "success")
    return to_person(found)


@blueprint.post("/person/<path:person>/contact/<path:contact>/remove")
@staff_only(*WORKERS)
def remove(person: str, contact: str) -> Response:
    """Remove a contact that was recorded by mistake, with the payment or the card it stands for."""
    found = own_person(person)
    there = own_contact(found, contact)
    typed = Typed(request.form)
    if why_it_stays(there):
        abort(400, why_it_stays(there))
    if not typed.value("sure"):
        typed.wrong("sure", _("Tick the box to say that it is to be removed"))
        for name in COLUMNS:
            typed.fields[name] = str(getattr(there, name) if getattr(there, name) is not None else "")
        typed.set_day("on", there.on)
        changed_from(typed, _state(there))
        return _page(found, typed, there)
    remove_contact(there)
    audit_log.record("contact-removed", provider=found.provider, person=found.person, contact=contact, kind=there.kind)
    db.session.commit()
    flash(_("It is removed."), "success")
    return to_person(found)


def _begin(typed: Typed, person: Person) -> None:
    """Today, with what the address says beforehand."""
    typed.set_day("on", today())
    typed.fields["kind"] = request.args.get("kind", "")
    wanted = select(Contact).filter_by(provider=person.provider, person=person.person)
    like = db.session.scalar(wanted.where(Contact.contact == request.args.get("like", "")))
    if like is not None:
        typed.fields["kind"], typed.fields["online"] = like.kind, like.online or ""
        typed.fields["minutes"] = "" if like.minutes is None else str(like.minutes)


def _add(person: Person, key: str, answers: ContactAnswers) -> None:
    add_contact(person, key, **vars(answers))
    forget_draft(CONTACT_FORM, person.person)


def own_contact(person: Person, key: str) -> Contact:
    """The person's contact with this key, locked for a change. Aborts with 404 where they have none such."""
    wanted = select(Contact).filter_by(provider=person.provider, person=person.person, contact=key)
    found = db.session.scalar(wanted.with_for_update() if request.method == "POST" else wanted)
    if found is None:
        abort(404, _("This person has no such contact: it may have been removed. Open their page from “My people”."))
    return found


def to_person(person: Person) -> Response:
    """Back to where the person's contacts are on their page."""
    return make_response(redirect(url_for("casework.person", person=person.person, _anchor="support"), 303))


def _changeable(there: Contact) -> bool:
    return there.kind not in OWN_PAGES and activity_of(there) is None


def _state(there: Contact) -> str:
    return state_of([there.on, *(getattr(there, name) for name in COLUMNS)])


def _page(
    person: Person, typed: Typed, there: Contact | None = None, conflict: bool = False, draft: OnPage | None = None
) -> Response:
    page = render_template(
        "contacts/contact.html",
        person=person,
        draft=draft,
        form=typed,
        errors=typed.errors,
        there=there,
        kinds=plain_kinds(),
        changeable=there is None or _changeable(there),
        activity=activity_of(there) if there is not None else None,
        stays=why_it_stays(there) if there is not None else None,
        names=names_of_users([there.recorded_by]) if there is not None else {},
        conflict=conflict,
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
