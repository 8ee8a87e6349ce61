"""How things stand with a person: active, not using the service, pointed elsewhere, closed, and back again.

The columns that figures count follow: `status`, `closed_on`, `closed_reason`. Someone pointed elsewhere is still on the
books, so that those pointed elsewhere at a quarter's end can be counted. Every change stays in `StatusChange`.
"""

from datetime import date

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.casework.assessments import to_person
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.tracks import CLOSED
from forms_app.clock import today
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.casework import StatusChange
from forms_app.models.records import Person
from forms_app.saving import changed_since
from forms_app.typed import Typed

REASONS = {"closed": "closed_reason", "signposted": "signposted_to"}
"""The list of codes that says why, or where to, by status."""


def begin_history(person: Person) -> None:
    """Note the first status of someone who is just being registered."""
    whose = {"provider": person.provider, "person": person.person}
    made = StatusChange(**whose, since=person.registered_on, status=person.status or "active")
    made.recorded_by = current_user.id
    db.session.add(made)


def latest_change(person: Person) -> StatusChange | None:
    """The last change on file, or None. Served by the primary key."""
    whose = {"provider": person.provider, "person": person.person}
    return db.session.scalar(select(StatusChange).filter_by(**whose).order_by(StatusChange.since.desc()).limit(1))


@blueprint.route("/person/<path:person>/status", methods=["GET", "POST"])
@staff_only(*WORKERS)
def change_status(person: str) -> Response:
    """Change how things stand with a person; a closed record is opened again here too."""
    found = own_person(person)
    typed = Typed(request.form)
    last = latest_change(found)
    if request.method == "GET":
        typed.set_day("since", today())
        typed.fields["status"] = found.status or "active"
        if found.status in REASONS and last is not None:
            typed.fields[REASONS[found.status]] = found.closed_reason or last.reason or ""
        changed_since(typed, found)
        return _page(found, typed)
    status, reason, day = _read(typed, found, last)
    if changed_since(typed, found) and not _already(found, status, reason, day):
        words = _("A colleague changed this record meanwhile: it now says “%(status)s”. Check below, and save again.")
        stands = next((one.label for one in library().codes.lists["status"] if one.code == found.status), found.status)
        typed.wrong("status", words % {"status": str(stands)})
    if typed.errors or status is None or day is None:
        return _page(found, typed)
    try:
        _save(found, status, reason, day)
    except (IntegrityError, StaleDataError):
        # A colleague saved in the same moment: look again at what is on file now.
        db.session.rollback()
        return change_status(person)
    flash(_("The status is saved."), "success")
    return to_person(found)


def _read(typed: Typed, person: Person, last: StatusChange | None) -> tuple[str | None, str | None, date | None]:
    codes = library().codes
    status = typed.choice("status", codes.codes("status"), missing=_("Select how things stand"))
    missing = {"closed": _("Select why the record is closed"), "signposted": _("Select where they were pointed to")}
    reason = None
    for name, list_name in REASONS.items():
        given = typed.choice(list_name, codes.codes(list_name), missing=missing[name] if name == status else None)
        reason = given if name == status else reason
    day = typed.day("since", what=_("Date"), missing=_("Enter the date from which this is so"))
    if day is not None and day > today():
        typed.wrong("since", _("Date must be today or earlier"), "since-day")
    elif day is not None and day < person.registered_on:
        words = _(
            "Date must be %(day)s or later: that is the day they were registered", day=day_words(person.registered_on)
        )
        typed.wrong("since", words, "since-day")
    elif day is not None and last is not None and day < last.since:
        words = _("Date must be %(day)s or later: the status was changed that day", day=day_words(last.since))
        typed.wrong("since", words, "since-day")
    return status, reason, day


def _already(person: Person, status: str | None, reason: str | None, day: date | None) -> bool:
    """Whether all this is on file: the page was sent twice."""
    there = db.session.get(StatusChange, (person.provider, person.person, day)) if day else None
    return there is not None and (there.status, there.reason) == (status, reason) == (person.status, there.reason)


def _save(person: Person, status: str, reason: str | None, day: date) -> None:
    if _already(person, status, reason, day):
        return
    if person.status in CLOSED and status not in CLOSED:
        _note_closing(person)
    there = db.session.get(StatusChange, (person.provider, person.person, day))
    if there is None:
        there = StatusChange(provider=person.provider, person=person.person, since=day, status=status)
        db.session.add(there)
    there.status, there.reason, there.recorded_by = status, reason, current_user.id
    person.status = status
    # Where only the reason changed, whoever has the record open is told all the same.
    flag_modified(person, "status")
    person.closed_on = day if status == "closed" else None
    person.closed_reason = reason if status == "closed" else None
    db.session.flush()
    audit_log.record("status-changed", provider=person.provider, person=person.person, status=status)
    db.session.commit()


def _note_closing(person: Person) -> None:
    """Note the closing of a record that a file closed, so that clocks can tell that it is opened again."""
    last = latest_change(person)
    if person.closed_on is not None and (last is None or (last.since < person.closed_on and last.status not in CLOSED)):
        whose = {"provider": person.provider, "person": person.person}
        db.session.add(StatusChange(**whose, since=person.closed_on, status="closed", reason=person.closed_reason))
        db.session.flush()


def _page(person: Person, typed: Typed) -> Response:
    page = render_template("casework/status.html", person=person, form=typed, errors=typed.errors)
    return make_response(page, 422 if typed.errors else 200)
