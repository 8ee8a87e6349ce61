"""A carer's emergency plan: what is to happen if they suddenly can't care, when it was made and looked at again."""

from datetime import date

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.blueprint import WORKERS, own_person
from forms_app.clock import today
from forms_app.contacts.blueprint import PLAN_FORM, blueprint
from forms_app.contacts.fields import check_on_books, read_past_day
from forms_app.contacts.one import to_person
from forms_app.contacts.plan_dates import PlanDates, plan_dates, settle_plan
from forms_app.contacts.removal import remove_plan
from forms_app.contacts.saving import add_contact, key_for
from forms_app.database import db
from forms_app.drafts import OnPage, forget_draft, open_draft
from forms_app.models.casework import EmergencyPlan
from forms_app.models.records import Contact, Person
from forms_app.saving import page_id
from forms_app.typed import Typed

LONGEST_PLAN = 20_000


@blueprint.route("/person/<path:person>/emergency-plan", methods=["GET", "POST"])
@staff_only(*WORKERS)
def emergency_plan(person: str) -> Response:
    """Read and write the plan. Where a colleague saved since the page opened, both are shown and neither is lost."""
    found = own_person(person)
    plan = db.session.get(EmergencyPlan, (found.provider, found.person))
    dates = plan_dates(found.provider, found.person)
    draft = open_draft(PLAN_FORM, found.person, request.form)
    if request.method == "GET":
        typed = _as_on_file(plan, dates) if draft.fields is None else Typed(draft.fields)
        audit_log.record("emergency-plan-seen", provider=found.provider, person=found.person)
        answer = _page(found, typed, plan, dates, draft=draft)
        db.session.commit()
        return answer
    typed = Typed(request.form)
    page_id(typed, "once")
    words, made_on, reviewed_on, registered_on = _read(typed, found)
    if not typed.errors and _says(plan, dates, words, made_on, reviewed_on, registered_on):
        forget_draft(PLAN_FORM, found.person)
        db.session.commit()
        flash(_("The emergency plan is saved."), "success")
        return to_person(found)
    opened_at, typed.fields["version"] = typed.value("version"), _version(plan)
    if opened_at != _version(plan):
        return _page(found, typed, plan, dates, conflict=True, draft=draft)
    if typed.errors or made_on is None:
        return _page(found, typed, plan, dates, draft=draft)
    try:
        _save(found, plan, typed.value("once"), words, (made_on, reviewed_on, registered_on))
    except (IntegrityError, StaleDataError):
        # Another request saved first: look again at what is on file now.
        db.session.rollback()
        return emergency_plan(person)
    flash(_("The emergency plan is saved."), "success")
    return to_person(found)


@blueprint.post("/person/<path:person>/emergency-plan/remove")
@staff_only(*WORKERS)
def remove_emergency_plan(person: str) -> Response:
    """Remove a plan that was recorded by mistake, unless a colleague changed it since the page opened."""
    found = own_person(person)
    plan = db.session.get(EmergencyPlan, (found.provider, found.person), with_for_update=True)
    if plan is None:
        return to_person(found)
    typed = Typed(request.form)
    changed = typed.value("version") != _version(plan)
    if changed or not typed.value("sure"):
        dates = plan_dates(found.provider, found.person)
        typed = _as_on_file(plan, dates)
        if not changed:
            typed.wrong("sure", _("Tick the box to say that it is to be removed"))
        return _page(found, typed, plan, dates, conflict=changed)
    remove_plan(plan)
    audit_log.record("emergency-plan-removed", provider=found.provider, person=found.person)
    db.session.commit()
    flash(_("It is removed."), "success")
    return to_person(found)


def _as_on_file(plan: EmergencyPlan | None, dates: PlanDates) -> Typed:
    """The form filled in with what is on file."""
    typed = Typed()
    page_id(typed, "once")
    typed.fields["plan"] = (plan.plan if plan else "") or ""
    typed.set_day("made_on", dates.made_on or (None if plan else today()))
    typed.set_day("registered_on", dates.registered_on)
    typed.fields["version"] = _version(plan)
    return typed


def _read(typed: Typed, person: Person) -> tuple[str | None, date | None, date | None, date | None]:
    made = read_past_day(typed, "made_on", _("Date the plan was made"), _("Enter the date the plan was made"))
    check_on_books(typed, "made_on", _("Date the plan was made"), made, person)
    reviewed = read_past_day(typed, "reviewed_on", _("Date of the review"))
    registered = read_past_day(typed, "registered_on", _("Date registered with the emergency service"))
    check_on_books(typed, "registered_on", _("Date registered with the emergency service"), registered, person)
    if made and reviewed and reviewed < made:
        typed.wrong("reviewed_on", _("Date of the review must be the day the plan was made, or later"), "reviewed_on-day")
    return typed.text("plan", longest=LONGEST_PLAN), made, reviewed, registered


def _says(
    plan: EmergencyPlan | None,
    dates: PlanDates,
    words: str | None,
    made: date | None,
    reviewed: date | None,
    registered: date | None,
) -> bool:
    """Whether all this is on file already: the page was sent twice, or nothing on it was changed."""
    return (
        plan is not None
        and (_lines(plan.plan), dates.made_on, dates.registered_on) == (_lines(words), made, registered)
        and reviewed in (None, dates.reviewed_on)
    )


def _lines(words: str | None) -> list[str]:
    return (words or "").splitlines()


def _save(
    person: Person, plan: EmergencyPlan | None, once: str, words: str | None, days: tuple[date, date | None, date | None]
) -> None:
    made, reviewed, registered = days
    before = plan_dates(person.provider, person.person)
    if plan is None:
        plan = EmergencyPlan(provider=person.provider, person=person.person, made_on=made)
        db.session.add(plan)
    plan.plan, plan.made_on = words, made
    _move(person, "emergency_plan", before.made_on, made, once)
    _move(person, "emergency_registration", before.registered_on, registered, once)
    if reviewed and not _contacts_on(person, "emergency_review", reviewed):
        add_contact(person, key_for(once, "emergency_review"), "emergency_review", reviewed)
    db.session.flush()
    settle_plan(person.provider, person.person)
    forget_draft(PLAN_FORM, person.person)
    audit_log.record("emergency-plan-saved", provider=person.provider, person=person.person)
    db.session.commit()


def _move(person: Person, kind: str, before: date | None, day: date | None, once: str) -> None:
    """Let the newest contact of a kind be of `day`: it is moved, added, or taken out."""
    if before == day:
        return
    there = _contacts_on(person, kind, before) if before else []
    if day is None:
        for contact in there:
            db.session.delete(contact)
    elif there:
        there[0].on = day
    elif not _contacts_on(person, kind, day):
        add_contact(person, key_for(once, kind), kind, day)


def _contacts_on(person: Person, kind: str, day: date) -> list[Contact]:
    wanted = select(Contact).filter_by(provider=person.provider, person=person.person, kind=kind, on=day)
    return list(db.session.scalars(wanted.order_by(Contact.contact)))


def _version(plan: EmergencyPlan | None) -> str:
    return str(plan.version) if plan is not None else "0"


def _page(
    person: Person,
    typed: Typed,
    plan: EmergencyPlan | None,
    dates: PlanDates,
    conflict: bool = False,
    draft: OnPage | None = None,
) -> Response:
    page = render_template(
        "contacts/plan.html",
        person=person,
        form=typed,
        errors=typed.errors,
        plan=plan,
        dates=dates,
        conflict=conflict,
        draft=draft or open_draft(PLAN_FORM, person.person, request.form),
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
