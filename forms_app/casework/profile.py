"""Changing a person's profile; where two workers change it at once, both see both."""

from datetime import date
from typing import Any

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import Select, func, select, union_all
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.assessments import to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.marks import set_marks
from forms_app.casework.merging import BASE, Clash, fill_in, merge, remember
from forms_app.casework.profile_form import KINDS, LABELS, place_items, profile_text, read_profile, shown, worker_items
from forms_app.casework.unfinished import PROFILE
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.drafts import OnPage, forget_draft, open_draft
from forms_app.models.casework import StatusChange
from forms_app.models.records import Assessment, Contact, Goal, Person, Review
from forms_app.saving import changed_since
from forms_app.typed import Typed


@blueprint.route("/person/<path:person>/profile", methods=["GET", "POST"])
@staff_only(*WORKERS)
def profile(person: str) -> Response:
    """Change what is known of a person of the worker's own provider."""
    found = own_person(person)
    draft = open_draft(PROFILE, found.person, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    if request.method == "GET":
        # What was begun before carries what was on file then: what a colleague changed since is shown when it is saved.
        if draft.fields is not None:
            return _page(found, typed, draft)
        fill_in(typed, profile_text(found), KINDS)
        remember(typed, profile_text(found))
        changed_since(typed, found)
        return _page(found, typed, draft)
    if changed_since(typed, found) and (clashes := merge(typed, profile_text(found), KINDS)):
        return _page(found, typed, draft, clashes)
    values = read_profile(typed, found)
    _check_registered(typed, found, values["registered_on"])
    if typed.errors:
        return _page(found, typed, draft)
    try:
        forget_draft(PROFILE, found.person)
        save_changes(found, values, "person-changed")
        db.session.commit()
    except (IntegrityError, StaleDataError):
        # A colleague saved in the same moment: look again at what is on file now.
        db.session.rollback()
        return profile(person)
    flash(_("The profile is saved."), "success")
    return to_person(found)


def save_changes(person: Person, values: dict[str, Any], action: str) -> None:
    """Save what differs, with the marks by which the person is found, and commit. Nothing happens where nothing does."""
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if not changed:
        return
    if "registered_on" in changed:
        _move_first_status(person, values["registered_on"])
    for name in changed:
        setattr(person, name, values[name])
    set_marks(person)
    details = {"fields": ";".join(changed)} if action == "person-changed" else {}
    audit_log.record(action, provider=person.provider, person=person.person, **details)
    db.session.commit()


def clash_lines(clashes: list[Clash]) -> list[dict[str, str | None]]:
    """Changes of two people as a page shows them side by side."""
    return [
        {
            "label": str(LABELS[one.field]),
            "theirs": shown(one.field, one.theirs),
            "mine": None if one.mine is None else shown(one.field, one.mine),
            "field": one.field,
        }
        for one in clashes
    ]


def _check_registered(typed: Typed, person: Person, day: date | None) -> None:
    """The date registered may be corrected, but not to one after something that was recorded."""
    first = _first_record(person)
    if day is not None and first is not None and day > first:
        words = _("Date registered must be %(day)s or earlier: something was recorded that day", day=day_words(first))
        typed.wrong("registered_on", words, "registered_on-day")


def _first_record(person: Person) -> date | None:
    def first(column: Any, model: Any) -> Select[*tuple[Any, ...]]:
        return select(func.min(column).label("day")).where(model.provider == person.provider, model.person == person.person)

    days = union_all(
        first(Assessment.started_on, Assessment), first(Contact.on, Contact), first(Review.reviewed_on, Review),
        first(Goal.agreed_on, Goal),
    ).subquery()  # fmt: skip
    first_day: date | None = db.session.scalar(select(func.min(days.c.day)))
    return first_day


def _move_first_status(person: Person, day: date) -> None:
    first = db.session.get(StatusChange, (person.provider, person.person, person.registered_on))
    if first is not None and db.session.get(StatusChange, (person.provider, person.person, day)) is None:
        first.since = day


def _page(person: Person, typed: Typed, draft: OnPage, clashes: list[Clash] | None = None) -> Response:
    page = render_template(
        "casework/profile.html",
        person=person,
        form=typed,
        errors=typed.errors,
        draft=draft,
        clashes=clash_lines(clashes or []),
        localities=place_items(person),
        workers=worker_items(person),
        carried=[(name, text) for name, text in typed.fields.items() if name.startswith(BASE)],
    )
    return make_response(page, 409 if clashes else 422 if typed.errors else 200)
