"""Someone on the phone: what to read aloud first, then the same page, with a receipt code to read out at the end."""

from flask import Response as Page
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import delete
from werkzeug.wrappers import Response as Answered

from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.responses import PaperSheet, Round
from forms_app.paper import drafts
from forms_app.paper.blueprint import STAFF, own_round, own_sheet, paper
from forms_app.paper.codes import in_print
from forms_app.paper.entering import already_page
from forms_app.paper.making import CALL, PRINTED, add_sheet, edition_for
from forms_app.paper.read_aloud import before_a_call
from forms_app.respond.language import offered_in
from forms_app.respond.rounds import is_open, survey_of
from forms_app.translations.speaking import known_languages
from surveys.model.languages import ENGLISH


@paper.get("/rounds/<int:number>/call")
@staff_only(*STAFF)
def call(number: int) -> Page:
    """What to read aloud to a caller, in the caller's language."""
    round_ = own_round(number)
    codes = offered_in(round_)
    language = request.args.get("language", codes[0])
    return make_response(_script(round_, language if language in codes else codes[0], codes))


@paper.post("/rounds/<int:number>/call")
@staff_only(*STAFF)
def begin_call(number: int) -> Page | Answered:
    """Begin a call that the caller agreed to: a sheet without paper, whose receipt code waits to be read out."""
    round_ = own_round(number)
    codes = offered_in(round_)
    language = request.form.get("language", "")
    if not is_open(round_):
        return make_response(_script(round_, codes[0], codes), 409)
    edition = edition_for(round_, language if language in codes else codes[0], CALL)
    made = add_sheet(edition, CALL)
    drafts.begin_with_receipt(made.code, made.receipt)
    db.session.commit()
    return redirect(url_for(".entry", code=made.code), 303)


@paper.route("/sheets/<code>/abandon", methods=["GET", "POST"])
@staff_only(*STAFF)
def abandon(code: str) -> Page | Answered:
    """Erase what was typed of a sheet or a call, once someone has said that they are sure."""
    typed = own_sheet(code, lock=request.method == "POST")
    if typed.sheet.state != PRINTED:
        return already_page(typed, status=200 if request.method == "GET" else 409)
    if request.method == "GET":
        return make_response(render_template("paper/abandon.html", typed=typed, code=in_print(typed.sheet.code)))
    drafts.drop(typed.sheet.code)
    if typed.is_call:
        db.session.execute(delete(PaperSheet).where(PaperSheet.code == typed.sheet.code))
    db.session.commit()
    flash(_("What was typed is erased."))
    return redirect(url_for(".home"), 303)


def _script(round_: Round, code: str, codes: list[str]) -> str:
    survey = survey_of(round_)
    provider = db.session.get_one(Provider, round_.provider)
    return render_template(
        "paper/call.html",
        round=round_,
        spoken=before_a_call(round_, provider, survey, code),
        language=known_languages().get(code, ENGLISH),
        choices=[known_languages()[one] for one in codes],
        is_open=is_open(round_),
    )
