"""The receipt code alone reads back, copies, changes or erases what was sent."""

from flask import Response as Page
from flask import abort, redirect, render_template, request, url_for
from sqlalchemy import delete, select, update
from werkzeug.wrappers import Response as Answered

from forms_app.attempts import too_many
from forms_app.database import db, read_only_request
from forms_app.models.responses import Invitation, Response, Round
from forms_app.respond.changing import secret_to_change
from forms_app.respond.coarse import is_coarse
from forms_app.respond.copies import pdf_copy, text_copy
from forms_app.respond.keys import receipt_hash
from forms_app.respond.language import speak_as_sent
from forms_app.respond.pages import respond
from forms_app.respond.rounds import may_finish
from forms_app.respond.sending import themes_of
from forms_app.respond.sheet import stored_answers
from forms_app.respond.translation import _
from forms_app.respond.versions import frozen_survey

TRIES = 30
"""How many codes one caller may try in a quarter of an hour."""


@respond.get("/receipt")
def receipt() -> str:
    """The form that takes a receipt code."""
    read_only_request()
    return _form()


@respond.post("/receipt")
def read_back() -> str | tuple[str, int]:
    """What was sent under the code."""
    code = _typed_code()
    response = _sent_under(code)
    if response is None or response.version is None:
        return _form(code, _problem(code)), 422
    return _read_back_page(response, code)


@respond.post("/receipt/copy")
def copy() -> Page | str | tuple[str, int]:
    """A file with what was sent: a PDF, or plain text where PDF files can't be made or weren't asked for."""
    code = _typed_code()
    response = _sent_under(code)
    if response is None or response.version is None:
        return _form(code, _problem(code)), 422
    survey = frozen_survey(response.version)
    words = {"survey": survey, "themes": _themes(response), "code": code.strip(), "day": _day(response)}
    db.session.commit()
    return pdf_copy(words) if request.form.get("as") == "pdf" else text_copy(words)


@respond.post("/receipt/change")
def change_sent() -> Answered | str | tuple[str, int]:
    """Go on from what was sent. It counts as it is until the changed answers are sent."""
    code = _typed_code()
    response = _sent_under(code)
    if response is None or response.version is None:
        return _form(code, _problem(code)), 422
    if not _may_change(response):
        return _read_back_page(response, code), 409
    secret = secret_to_change(response, code)
    db.session.commit()
    return redirect(url_for(".resume", address=secret), 303)


@respond.post("/receipt/erase")
def erase() -> str | tuple[str, int]:
    """Erase what was sent under the code, once the holder has said that they are sure."""
    code = _typed_code()
    response = _sent_under(code)
    if response is None:
        return _form(code, _problem(code)), 422
    if request.form.get("sure") != "yes":
        return render_template("respond/erase.html", code=code.strip())
    # Held first, so that nobody begins to change what was sent while it is erased: their copy of it would stay.
    db.session.execute(select(Response.response).where(Response.response == response.response).with_for_update())
    db.session.execute(update(Invitation).where(Invitation.response == response.response).values(response=None))
    db.session.execute(delete(Response).where(Response.replaces == response.response))
    db.session.execute(delete(Response).where(Response.response == response.response))
    db.session.commit()
    return render_template("respond/erased.html")


def _typed_code() -> str:
    """The code as it was typed. Each is one more try. Aborts with 429 after too many."""
    code = request.form.get("code", "")
    if code.strip() and too_many("receipt", limit=TRIES):
        abort(429, _("Too many codes were tried in a short time. Wait 15 minutes, then type yours again."))
    return code


def _sent_under(code: str) -> Response | None:
    found = db.session.scalar(
        select(Response).where(Response.receipt_hash == receipt_hash(code), Response.submitted_on.is_not(None))
    )
    if found is not None:
        speak_as_sent(found)
    return found


def _problem(code: str) -> str:
    if not code.strip():
        return _("Enter your receipt code")
    return _("We can't find answers under this code. Check it, or the answers may have been erased already.")


def _themes(response: Response) -> list[dict[str, object]]:
    return themes_of(frozen_survey(str(response.version)), stored_answers(response.response))


def _round_of(response: Response) -> Round | None:
    return None if response.round_id is None else db.session.get(Round, response.round_id)


def _day(response: Response) -> object:
    """The day of sending, if it is kept."""
    round_ = _round_of(response)
    return None if round_ is not None and is_coarse(round_) else response.submitted_on


def _may_change(response: Response) -> bool:
    round_ = _round_of(response)
    return round_ is not None and may_finish(round_)


def _read_back_page(response: Response, code: str) -> str:
    return render_template(
        "respond/read_back.html",
        survey=frozen_survey(str(response.version)),
        day=_day(response),
        themes=_themes(response),
        may_change=_may_change(response),
        code=code.strip(),
    )


def _form(code: str = "", problem: str = "") -> str:
    errors = [{"text": problem, "href": "#code"}] if problem else None
    return render_template("respond/receipt.html", code=code, errors=errors)
