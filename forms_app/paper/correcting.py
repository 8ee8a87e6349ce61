"""Putting right what was typed of a sheet, in rounds with names: by a manager, with the reason."""

from flask import Response as Page
from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as Answered

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.paper import SheetCorrection
from forms_app.models.responses import Response
from forms_app.paper.blueprint import TypedSheet, own_sheet, paper
from forms_app.paper.drafts import Kept
from forms_app.paper.entering import form_of
from forms_app.paper.entry_form import ANSWER, HELPER, HELPERS, RECEIVED, kept_fields
from forms_app.paper.entry_page import entry_page
from forms_app.paper.finishing import store_answers
from forms_app.paper.keyed import as_keyed
from forms_app.respond.sheet import remove_answers, stored_answers

LONGEST_REASON = 1_000


@paper.route("/sheets/<code>/correct", methods=["GET", "POST"])
@staff_only("provider_manager")
def correct(code: str) -> Page | Answered:
    """The sheet as it was typed in, to be put right. The reason is kept; nothing is changed without one."""
    typed = own_sheet(code, lock=request.method == "POST")
    response = _response_of(typed)
    if request.method == "GET":
        return _page(typed, _fields(typed, response), "")
    fields = kept_fields(request.form, typed.survey)
    reason = request.form.get("reason", "").strip()
    form = form_of(typed, fields)
    problem = ""
    if request.form.get("whole") != "yes":
        problem = _("Not all of this page arrived. Check it and send it again.")
    elif not reason:
        problem = _("Say why you change it")
    elif len(reason) > LONGEST_REASON:
        problem = _("Use %(longest)s characters or fewer for the reason", longest=LONGEST_REASON)
    if not form.check() or problem or form.received is None:
        return _page(typed, fields, reason, problem, 422)
    remove_answers(response.response, list(stored_answers(response.response)))
    store_answers(typed, response, form)
    response.helper = form.helper
    response.started_on = response.submitted_on = response.saved_on = form.received
    row = SheetCorrection(sheet=typed.sheet.code, reason=reason, corrected_by=current_user.id, corrected_on=today())
    db.session.add(row)
    audit_log.record("sheet-corrected", provider=typed.round.provider, sheet=typed.sheet.code)
    db.session.commit()
    flash(_("The sheet is put right."), "success")
    return redirect(url_for(".entry", code=typed.sheet.code), 303)


def _response_of(typed: TypedSheet) -> Response:
    query = select(Response).where(Response.response == typed.sheet.response)
    found = db.session.scalar(query.with_for_update()) if typed.sheet.response else None
    if found is None:
        abort(404, _("Nothing that can be put right is tied to this sheet."))
    return found


def _fields(typed: TypedSheet, response: Response) -> dict[str, str]:
    """What would have been typed to give the answers that are stored."""
    answers = stored_answers(response.response)
    fields = {
        ANSWER + key: as_keyed(typed.survey.by_key[key], one) for key, one in answers.items() if key in typed.survey.by_key
    }
    fields[HELPER] = next((key for key, said in HELPERS.items() if said == response.helper), "")
    if response.submitted_on:
        fields |= {f"{RECEIVED}-{part}": str(getattr(response.submitted_on, part)) for part in ("day", "month", "year")}
    return fields


def _page(typed: TypedSheet, fields: dict[str, str], reason: str, problem: str = "", status: int = 200) -> Page:
    form = form_of(typed, fields)
    if problem:
        form.errors["reason"] = problem
    return make_response(entry_page(typed, form, Kept(fields, {}), status=status, correcting=True, reason=reason))
