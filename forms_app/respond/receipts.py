"""The receipt code alone reads back or erases what was sent."""

from flask import render_template, request
from sqlalchemy import delete, select, update

from forms_app.database import db, read_only_request
from forms_app.models.responses import Invitation, Response
from forms_app.respond.keys import receipt_hash
from forms_app.respond.pages import respond
from forms_app.respond.sending import themes_of
from forms_app.respond.sheet import stored_answers
from forms_app.respond.translation import _
from forms_app.respond.versions import frozen_survey


@respond.get("/receipt")
def receipt() -> str:
    """The form that takes a receipt code."""
    return _form()


@respond.post("/receipt")
def read_back() -> str | tuple[str, int]:
    """What was sent under the code."""
    read_only_request()
    code = _typed_code()
    response = _sent_under(code)
    if response is None or response.version is None:
        return _form(code, _problem(code)), 422
    survey = frozen_survey(response.version)
    themes = themes_of(survey, stored_answers(response.response))
    return render_template("respond/read_back.html", survey=survey, response=response, themes=themes, code=code.strip())


@respond.post("/receipt/erase")
def erase() -> str | tuple[str, int]:
    """Erase what was sent under the code, once the holder has said that they are sure."""
    code = _typed_code()
    response = _sent_under(code)
    if response is None:
        return _form(code, _problem(code)), 422
    if request.form.get("sure") != "yes":
        return render_template("respond/erase.html", code=code.strip())
    db.session.execute(update(Invitation).where(Invitation.response == response.response).values(response=None))
    db.session.execute(delete(Response).where(Response.response == response.response))
    db.session.commit()
    return render_template("respond/erased.html")


def _typed_code() -> str:
    """The code as it was typed, without the null character, which no page can show."""
    return request.form.get("code", "").replace("\0", "")


def _sent_under(code: str) -> Response | None:
    return db.session.scalar(
        select(Response).where(Response.receipt_hash == receipt_hash(code), Response.submitted_on.is_not(None))
    )


def _problem(code: str) -> str:
    if not code.strip():
        return _("Enter your receipt code")
    return _("We can't find answers under this code. Check it, or the answers may have been erased already.")


def _form(code: str = "", problem: str = "") -> str:
    errors = [{"text": problem, "href": "#code"}] if problem else None
    return render_template("respond/receipt.html", code=code, errors=errors)
