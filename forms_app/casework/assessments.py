"""Starting an assessment: its kind, and the day its 28 days run from."""

from datetime import date

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS, blueprint, own_person
from forms_app.casework.caseload import assessment_day
from forms_app.clock import today
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.models.records import Assessment, Person
from forms_app.saving import check_same, page_id, saved_once
from forms_app.typed import Typed


@blueprint.route("/person/<path:person>/assessment", methods=["GET", "POST"])
@staff_only(*WORKERS)
def start_assessment(person: str) -> Response:
    """Start an assessment: its kind and the day its 28 days run from."""
    found = own_person(person)
    typed = Typed(request.form)
    own_id = page_id(typed, "assessment")
    if request.method == "GET":
        typed.set_day("started_on", today())
    else:
        kind = typed.choice("kind", library().codes.codes("assessment_kind"), missing=_("Select the kind of assessment"))
        day = typed.day("started_on", what=_("Date started"), missing=_("Enter the date the assessment started"))
        check_day(typed, "started_on", _("Date started"), day, found.registered_on, _("the day the person was registered"))
        if (
            not typed.errors
            and kind
            and day
            and saved_once(lambda: _start(found, own_id, kind, day), typed, "assessment", "kind")
        ):
            due_on = assessment_day(found, kind, day)
            flash(_("The assessment is started. Complete it by %(day)s.", day=day_words(due_on)), "success")
            if typed.value("go_on"):
                address = url_for("casework.complete_assessment", person=found.person, assessment=own_id)
                return make_response(redirect(address, 303))
            return to_person(found)
    page = render_template("casework/start_assessment.html", form=typed, errors=typed.errors, person=found)
    return make_response(page, 422 if typed.errors else 200)


def _start(person: Person, own_id: str, kind: str, day: date) -> None:
    what = {"person": person.person, "kind": kind, "started_on": day}
    there = db.session.get(Assessment, (person.provider, own_id))
    if there is not None:
        check_same(there, what)
        return
    db.session.add(Assessment(provider=person.provider, assessment=own_id, **what))
    audit_log.record("assessment-started", provider=person.provider, person=person.person, assessment=own_id)


def own_assessment(person: Person, assessment: str) -> Assessment:
    """The person's assessment with this id. Aborts with 404 where they have none such."""
    wanted = select(Assessment).filter_by(provider=person.provider, person=person.person, assessment=assessment)
    found = None if "\0" in assessment else db.session.scalar(wanted)
    if found is None:
        abort(404, _("This person has no such assessment. Open their page from “My people”."))
    return found


def check_day(typed: Typed, name: str, what: str, day: date | None, earliest: date, earliest_is: str) -> None:
    """Refuse a day that is still to come, or before `earliest`."""
    if day is not None and day > today():
        typed.wrong(name, _("%(what)s must be today or earlier", what=what), f"{name}-day")
    elif day is not None and day < earliest:
        words = _("%(what)s must be %(day)s or later: that is %(why)s", what=what, day=day_words(earliest), why=earliest_is)
        typed.wrong(name, words, f"{name}-day")


def to_person(person: Person) -> Response:
    """Back to the person's page."""
    return make_response(redirect(url_for("casework.person", person=person.person), 303))
