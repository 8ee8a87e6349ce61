"""Finish later: the page that gives a code, sending the code to oneself, and the page that takes it."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms_app.attempts import over, too_many
from forms_app.database import db, read_only_request
from forms_app.respond import code_messages
from forms_app.respond.beginning import closed_page
from forms_app.respond.finish_codes import address_under, code_made, kept_until, make_code
from forms_app.respond.language import switch_leads_to
from forms_app.respond.pages import respond
from forms_app.respond.rounds import may_finish
from forms_app.respond.sheet import Sheet, open_sheet
from forms_app.respond.translation import _

TRIES, WRONG_BY_ALL = 10, 1_000
"""How many codes one caller may try in a quarter of an hour, and how many that all callers try may be wrong."""
SENT_BY_ONE, SENT_FOR_ONE, SENT_TO_ONE = 5, 3, 3
"""How many messages an hour one caller may send, and one sheet, and how many one address may get."""


@respond.get("/a/<address>/later")
def later(address: str) -> Answered | str:
    """How to finish later; with a code, where one was asked for."""
    read_only_request()
    sheet = open_sheet(address)
    return _not_now(sheet) or _later_page(sheet, code_made(sheet))


@respond.post("/a/<address>/later")
def ask_for_code(address: str) -> Answered | str:
    """Make a code, or show again the one that these answers have."""
    sheet = open_sheet(address, lock=True)
    elsewhere = _not_now(sheet)
    if elsewhere is not None:
        return elsewhere
    make_code(sheet)
    db.session.commit()
    return redirect(url_for(".later", address=address), 303)


@respond.post("/a/<address>/later/message")
def send_code(address: str) -> Answered | str | tuple[str, int]:
    """Send the code to a number or an address, of which nothing is kept. The code is on the page whatever happens."""
    sheet = open_sheet(address, lock=True)
    elsewhere = _not_now(sheet)
    if elsewhere is not None:
        return elsewhere
    code = make_code(sheet)
    db.session.commit()
    typed = request.form.get("to", "").strip()
    to = code_messages.read(typed)
    if to is None:
        return _later_page(sheet, code, typed=typed, problem=_("Enter a mobile number or an e-mail address")), 422
    if _too_many_messages(sheet, to.address):
        words = _("We have sent as many messages as we can for now. Write the code down, or try again in an hour.")
        return _later_page(sheet, code, typed=typed, problem=words), 429
    if not code_messages.send(to, sheet, code):
        words = _("We could not send the message. Check the number or address, or write the code down.")
        return _later_page(sheet, code, typed=typed, problem=words), 422
    switch_leads_to(url_for(".later", address=address))
    return _later_page(sheet, code, sent_to=typed)


@respond.get("/finish")
def finish() -> str:
    """The form that takes a code."""
    read_only_request()
    return _finish_form()


@respond.post("/finish")
def carry_on() -> Answered | str | tuple[str, int]:
    """Go to the answers that a code leads to."""
    typed = request.form.get("code", "")
    if not typed.strip():
        return _finish_form(problem=_("Enter your code")), 422
    if too_many("finish", limit=TRIES) or over("finish", limit=WRONG_BY_ALL, who="everyone"):
        abort(429, _("Too many codes were tried in a short time. Wait 15 minutes, then type yours again."))
    address = address_under(typed)
    if address is None:
        too_many("finish", limit=WRONG_BY_ALL, who="everyone")
        words = _(
            "We can't find answers under this code. Check each letter and number. "
            "The code may have run out, or the answers may have been sent."
        )
        return _finish_form(typed, words), 422
    return redirect(url_for(".resume", address=address), 303)


def _not_now(sheet: Sheet) -> Answered | str | None:
    if sheet.sent:
        return redirect(url_for(".sent", address=sheet.address), 303 if request.method == "POST" else 302)
    return None if may_finish(sheet.round) else closed_page(sheet.round)


def _too_many_messages(sheet: Sheet, to: str) -> bool:
    counted = (
        ("one-caller", SENT_BY_ONE, None),
        ("one-sheet", SENT_FOR_ONE, sheet.response.response),
        ("one-address", SENT_TO_ONE, to),
    )
    return any(too_many(f"finish-message-{what}", limit=limit, minutes=60, who=who) for what, limit, who in counted)


def _later_page(sheet: Sheet, code: str | None, *, typed: str = "", problem: str = "", sent_to: str = "") -> str:
    return render_template(
        "respond/later.html",
        sheet=sheet,
        code=f"{code[:4]}-{code[4:]}" if code else None,
        kept_until=kept_until(sheet),
        channels=code_messages.channels(),
        typed_to=typed,
        sent_to=sent_to,
        errors=[{"text": problem, "href": "#to"}] if problem else None,
    )


def _finish_form(code: str = "", problem: str = "") -> str:
    errors = [{"text": problem, "href": "#code"}] if problem else None
    return render_template("respond/finish.html", code=code, errors=errors)
