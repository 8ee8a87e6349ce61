"""One piece of feedback: what it was about, what was done, how it stands. Two people at once lose no words."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.casework.blueprint import WORKERS
from forms_app.clock import today
from forms_app.database import db
from forms_app.drafts import OnPage, forget_draft, open_draft
from forms_app.feedback.blueprint import FEEDBACK_FORM, blueprint, is_manager, own_feedback
from forms_app.feedback.clock import clock_of
from forms_app.feedback.form import fill_in, read_feedback
from forms_app.models.records import Feedback, Person
from forms_app.typed import Typed


@blueprint.route("/item/<path:feedback>", methods=["GET", "POST"])
@staff_only(*WORKERS)
def item(feedback: str) -> Response:
    """Read and change feedback. Where a colleague saved since the page opened, both are shown and neither is lost."""
    found = own_feedback(feedback)
    draft = open_draft(FEEDBACK_FORM, found.feedback, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    if request.method == "GET":
        if draft.fields is None:
            fill_in(typed, found)
            typed.fields["version"] = str(found.version)
        audit_log.record("feedback-seen", provider=found.provider, person=found.person, feedback=found.feedback)
        answer = _page(found, typed, draft)
        db.session.commit()
        return answer
    values = read_feedback(typed, found)
    if values is not None and _unchanged(found, values):
        forget_draft(FEEDBACK_FORM, found.feedback)
        db.session.commit()
        return _done(found)
    opened_at, typed.fields["version"] = typed.value("version"), str(found.version)
    if opened_at != str(found.version):
        return _page(found, typed, draft, conflict=True)
    if found.completed_on is not None and not is_manager():
        typed.wrong("about", _("A manager has completed this since: ask them to change it"))
    if values is None or typed.errors:
        return _page(found, typed, draft)
    for name, value in values.items():
        setattr(found, name, value)
    try:
        forget_draft(FEEDBACK_FORM, found.feedback)
        audit_log.record("feedback-changed", provider=found.provider, person=found.person, feedback=found.feedback)
        db.session.commit()
    except StaleDataError:
        # Another request saved first: look again at what is on file now.
        db.session.rollback()
        return item(feedback)
    return _done(found)


def _unchanged(found: Feedback, values: dict[str, Any]) -> bool:
    """Whether all this is on file already: the page was sent twice, or nothing on it was changed."""
    return all(_plain(getattr(found, name)) == _plain(value) for name, value in values.items())


def _plain(value: Any) -> Any:
    """Words without what browsers make of the ends of their lines."""
    return value.splitlines() if isinstance(value, str) else value


def _done(found: Feedback) -> Response:
    flash(_("The feedback is saved."), "success")
    return make_response(redirect(url_for("feedback.item", feedback=found.feedback), 303))


def _page(found: Feedback, typed: Typed, draft: OnPage, conflict: bool = False) -> Response:
    page = render_template(
        "feedback/item.html",
        item=found,
        clock=clock_of(found, today()),
        form=typed,
        draft=draft,
        errors=typed.errors,
        conflict=conflict,
        manages=is_manager(),
        changeable=is_manager() or found.completed_on is None or conflict or bool(typed.errors),
        person=db.session.get(Person, (found.provider, found.person)) if found.person else None,
        names=names_of_users([found.recorded_by]),
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
