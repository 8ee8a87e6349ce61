"""Recording feedback as it is received."""

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.casework.blueprint import WORKERS
from forms_app.clock import today
from forms_app.database import db
from forms_app.drafts import NEW, OnPage, forget_draft, open_draft
from forms_app.feedback.blueprint import FEEDBACK_FORM, blueprint, is_manager
from forms_app.feedback.form import read_feedback
from forms_app.models.records import Feedback
from forms_app.saving import check_same, page_id, saved_once
from forms_app.typed import Typed


@blueprint.route("/new", methods=["GET", "POST"])
@staff_only(*WORKERS)
def record() -> Response:
    """Record feedback; `?person=` and `?kind=` fill these in. Sent twice, it is saved once."""
    draft = open_draft(FEEDBACK_FORM, NEW, request.form)
    typed = Typed(request.form if draft.fields is None else draft.fields)
    key = page_id(typed, "feedback")
    if request.method == "GET":
        if draft.fields is None:
            typed.set_day("received_on", today())
            for name in ("kind", "person"):
                typed.fields[name] = request.args.get(name, "")
        return _page(typed, draft)
    values = read_feedback(typed, None)
    if values is None:
        return _page(typed, draft)
    if not saved_once(lambda: _add(key, values), typed, "feedback", "kind"):
        return _page(typed, draft)
    flash(_("The feedback is saved."), "success")
    return make_response(redirect(url_for("feedback.item", feedback=key), 303))


def _add(key: str, values: dict[str, Any]) -> None:
    there = db.session.get(Feedback, (own_provider(), key))
    if there is not None:
        if there.recorded_by != current_user.id:
            abort(400, _("This page was opened for something else. Open it again from “Feedback”."))
        check_same(there, values)
        return
    forget_draft(FEEDBACK_FORM, NEW)
    made = Feedback(provider=own_provider(), feedback=key, recorded_by=current_user.id, **values)
    db.session.add(made)
    audit_log.record("feedback-recorded", provider=made.provider, person=made.person, feedback=key, kind=made.kind)


def _page(typed: Typed, draft: OnPage) -> Response:
    page = render_template("feedback/new.html", form=typed, errors=typed.errors, manages=is_manager(), draft=draft)
    return make_response(page, 422 if typed.errors else 200)
