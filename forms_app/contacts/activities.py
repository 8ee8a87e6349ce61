"""Group activities: what was held, where, for how long, and who came."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS
from forms_app.casework.outcomes import locality_items
from forms_app.clock import today
from forms_app.contacts.activity_form import ActivityAnswers, activity_state, fill_in, read_activity
from forms_app.contacts.attendance import settle
from forms_app.contacts.blueprint import ACTIVITY_FORM, blueprint
from forms_app.contacts.picking import offer
from forms_app.database import db
from forms_app.drafts import NEW, OnPage, forget_draft, open_draft
from forms_app.models.records import Activity
from forms_app.pages import Pages
from forms_app.saving import SavedOtherwise, changed_from, page_id, saved_once
from forms_app.typed import Typed

A_PAGE = 50


@blueprint.get("/record/activities")
@staff_only(*WORKERS)
def activities() -> str:
    """The provider's activities, the newest first; `?kind=` shows one kind."""
    kind = request.args.get("kind") if request.args.get("kind") in library().codes.codes("activity_kind") else None
    # Served by ix_activity_held.
    mine = select(Activity).where(Activity.provider == own_provider())
    mine = mine.where(Activity.kind == kind) if kind else mine
    count = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    pages = Pages("contacts.activities", {"kind": kind} if kind else {}, count, A_PAGE)
    newest = mine.order_by(Activity.held_on.desc(), Activity.activity).offset(pages.offset).limit(A_PAGE)
    return render_template("contacts/activities.html", activities=db.session.scalars(newest).all(), kind=kind, pages=pages)


@blueprint.route("/record/activity", methods=["GET", "POST"])
@staff_only(*WORKERS)
def record_activity() -> Response:
    """Record an activity. Looking for people saves nothing; sent twice, it is saved once.

    `?kind=` chooses the kind beforehand; `?like=` takes all but the day from an activity, with who came.
    """
    draft = open_draft(ACTIVITY_FORM, NEW, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    key = page_id(typed, "activity")
    if request.method == "GET":
        if draft.fields is None:
            like = request.args.get("like")
            if like:
                fill_in(typed, own_activity(like))
            typed.set_day("held_on", today())
            typed.fields["kind"] = request.args.get("kind", typed.value("kind"))
        return _page(typed, draft=draft)
    if typed.value("go") == "find":
        return _page(typed)
    answers = read_activity(typed, None)
    if answers is None:
        return _page(typed)
    if not saved_once(lambda: _add(key, answers), typed, "activity", "kind"):
        return _page(typed)
    return _done()


@blueprint.route("/record/activity/<path:activity>", methods=["GET", "POST"])
@staff_only(*WORKERS)
def change_activity(activity: str) -> Response:
    """Correct an activity or who came; where a colleague changed it meanwhile, both are shown and none is lost."""
    there = own_activity(activity)
    draft = open_draft(ACTIVITY_FORM, there.activity, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    if request.method == "GET":
        if draft.fields is None:
            fill_in(typed, there)
            changed_from(typed, activity_state(there))
        return _page(typed, there, draft=draft)
    if typed.value("go") == "find":
        return _page(typed, there)
    answers = read_activity(typed, there)
    if typed.value("state") != activity_state(there):
        if answers is not None and _says(there, answers):
            forget_draft(ACTIVITY_FORM, activity)
            db.session.commit()
            return _done()
        changed_from(typed, activity_state(there))
        return _page(typed, there, conflict=True)
    if answers is None:
        return _page(typed, there)
    try:
        _write(there, answers)
        forget_draft(ACTIVITY_FORM, activity)
        audit_log.record("activity-changed", provider=there.provider, activity=activity, attendees=there.attendees)
        db.session.commit()
    except IntegrityError:
        # Another request saved first: look again at what is on file now.
        db.session.rollback()
        return change_activity(activity)
    return _done()


@blueprint.post("/record/remove-activity/<path:activity>")
@staff_only(*WORKERS)
def remove_activity(activity: str) -> Response:
    """Remove an activity that was recorded by mistake, with who came."""
    there = own_activity(activity)
    typed = Typed(request.form)
    if not typed.value("sure"):
        typed = Typed()
        typed.wrong("sure", _("Tick the box to say that it is to be removed"))
        fill_in(typed, there)
        changed_from(typed, activity_state(there))
        return _page(typed, there)
    settle(there, [])
    db.session.flush()
    audit_log.record("activity-removed", provider=there.provider, activity=activity, kind=there.kind)
    db.session.delete(there)
    db.session.commit()
    flash(_("It is removed."), "success")
    return make_response(redirect(url_for("contacts.activities"), 303))


def own_activity(key: str) -> Activity:
    """The provider's activity with this key, locked for a change. Aborts with 404 where it has none such."""
    wanted = select(Activity).filter_by(provider=own_provider(), activity=key)
    found = db.session.scalar(wanted.with_for_update() if request.method == "POST" else wanted)
    if found is None:
        abort(404, _("There is no such activity at your organisation: it may have been removed. Look in “Activities”."))
    return found


def _add(key: str, answers: ActivityAnswers) -> None:
    there = db.session.get(Activity, (own_provider(), key))
    if there is not None:
        if not _says(there, answers):
            raise SavedOtherwise
        return
    made = Activity(provider=own_provider(), activity=key, recorded_by=current_user.id)
    forget_draft(ACTIVITY_FORM, NEW)
    _write(made, answers, new=True)
    audit_log.record("activity-recorded", provider=made.provider, activity=key, attendees=made.attendees)


def _write(activity: Activity, answers: ActivityAnswers, new: bool = False) -> None:
    for name, value in answers.columns().items():
        setattr(activity, name, value)
    if new:
        db.session.add(activity)
    db.session.flush()
    settle(activity, answers.people)
    db.session.flush()


def _says(there: Activity, answers: ActivityAnswers) -> bool:
    """Whether all this is on file already: the page was sent twice."""
    on_file = Typed()
    fill_in(on_file, there)
    same = {name: getattr(there, name) for name in answers.columns()} == answers.columns()
    return same and sorted(on_file.values("people")) == sorted(person.person for person in answers.people)


def _done() -> Response:
    flash(_("The activity is saved."), "success")
    return make_response(redirect(url_for("contacts.activities"), 303))


def _page(typed: Typed, there: Activity | None = None, conflict: bool = False, draft: OnPage | None = None) -> Response:
    places = locality_items(own_provider())
    if there is not None and there.locality and there.locality not in {item["value"] for item in places}:
        places.append({"value": there.locality, "text": there.locality})
    page = render_template(
        "contacts/activity.html",
        form=typed,
        errors=typed.errors,
        there=there,
        draft=draft or open_draft(ACTIVITY_FORM, there.activity if there else NEW, request.form),
        offer=offer(typed, own_provider()),
        localities=places,
        conflict=conflict,
        came=_came(there) if conflict and there is not None else [],
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)


def _came(there: Activity) -> list[str]:
    on_file = Typed()
    fill_in(on_file, there)
    return on_file.values("people")
