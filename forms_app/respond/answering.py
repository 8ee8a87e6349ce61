"""The question pages: show one, take its answer, offer help, go on."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from forms_app import safety
from forms_app.database import db, read_only_request
from forms_app.respond.beginning import closed_page
from forms_app.respond.finish_codes import make_code
from forms_app.respond.held import held_for, hold
from forms_app.respond.language import change_language
from forms_app.respond.pages import respond
from forms_app.respond.question_form import BACK, LANGUAGE_TO, LATER, as_typed, sent_form
from forms_app.respond.rounds import may_finish
from forms_app.respond.sheet import Sheet, open_sheet, store_answer
from forms_app.respond.translation import _
from forms_app.respond.wording import cut_off, items_of, not_saved_yet, progress, values_of, what_is_wrong, with_calls
from forms_app.translations.speaking import say
from surveys.answers import AnswerError, read_answer
from surveys.model.survey import Question


@respond.get("/a/<address>")
def resume(address: str) -> Answered | str:
    """Where the respondent is: the next question, the check page, or the receipt."""
    read_only_request()
    sheet = open_sheet(address)
    return _not_now(sheet) or redirect(_url_of(sheet, sheet.path.next_key))


@respond.get("/a/<address>/<key>")
def question(address: str, key: str) -> Answered | str:
    """One question, with the answer it already has."""
    read_only_request()
    sheet = open_sheet(address)
    asked = _question_called(sheet, key)
    elsewhere = _not_now(sheet)
    if elsewhere is not None:
        return elsewhere
    held = held_for(sheet.response.response, key)
    if held is not None:
        return _held_page(sheet, asked, held)
    if key not in sheet.path.asked:
        return redirect(_url_of(sheet, sheet.path.next_key))
    return _question_page(sheet, asked, values_of(sheet.answers.get(key)))


@respond.post("/a/<address>/<key>")
def answer(address: str, key: str) -> Answered | str | tuple[str, int]:
    """Store the answer to one question, and go on: to the next, or where the button that was pressed leads."""
    sheet = open_sheet(address, lock=True)
    asked, sent = _question_called(sheet, key), sent_form()
    refused = _too_late(sheet, as_typed(asked, sent.given))
    if refused is not None:
        return refused
    if not sent.whole:
        return _question_page(sheet, asked, sent.given or values_of(sheet.answers.get(key)), cut_off()), 422
    change_language(sheet.response, sheet.round, sent.to_language)
    if sent.go == LATER:
        make_code(sheet)
    if sent.only_leaving:
        db.session.commit()
        return redirect(_url_to(sheet, key, sent.go), 303)
    try:
        read = read_answer(asked, sent.given)
    except AnswerError:
        hold(sheet.response, key, sent.given)
        db.session.commit()
        return redirect(_url_to(sheet, key, LATER if sent.go == LATER else LANGUAGE_TO), 303)
    store_answer(sheet.response, asked, read)
    safety.after_answer(sheet, asked, read)
    db.session.commit()
    if asked.help and set(asked.help.after) & set(read.codes) and sent.to_language is None:
        return redirect(url_for(".help_page", address=address, key=key, change=_changing(), go=sent.go or None), 303)
    return redirect(_url_to(sheet.with_answer(key, read), key, sent.go), 303)


@respond.get("/a/<address>/<key>/help")
def help_page(address: str, key: str) -> Answered | str:
    """Help at once, after an answer that may mean danger. Its link to the form for contact sends no referrer."""
    read_only_request()
    sheet = open_sheet(address)
    asked = _question_called(sheet, key)
    if asked.help is None:
        abort(404)
    going_on = url_for(".resume", address=address) if sheet.sent else _url_to(sheet, key, request.args.get("go", ""))
    calls = [with_calls(say(contact)) for contact in safety.contacts_of(asked.help)]
    return render_template("respond/help.html", sheet=sheet, help=asked.help, calls=calls, next_url=going_on)


def _held_page(sheet: Sheet, asked: Question, held: list[str]) -> str:
    """One question with what was typed and can't stand as it is, what is wrong with it, and a way back without it."""
    try:
        read_answer(asked, held)
    except AnswerError as error:
        without = _url_to(sheet, asked.key, BACK) if _has_back(sheet, asked.key) else ""
        return _question_page(sheet, asked, held, what_is_wrong(asked, error), without)
    return _question_page(sheet, asked, held, not_saved_yet())


def _question_page(sheet: Sheet, asked: Question, values: list[str], problem: str = "", back_without: str = "") -> str:
    changing = _changing()
    return render_template(
        "respond/question.html",
        sheet=sheet,
        question=asked,
        notice=safety.notice_text(asked, anonymous=sheet.round.anonymous),
        items=items_of(asked),
        values=values,
        progress=progress(sheet, asked.key) if asked.key in sheet.path.asked else "",
        has_back=_has_back(sheet, asked.key),
        back_without=back_without,
        action=url_for(".answer", address=sheet.address, key=asked.key, change=changing),
        errors=[{"text": problem, "href": "#answer"}] if problem else None,
        page_script=asked.kind == "many",
    )


def _has_back(sheet: Sheet, key: str) -> bool:
    return bool(_changing() or sheet.path.before(key))


def _question_called(sheet: Sheet, key: str) -> Question:
    asked = sheet.survey.by_key.get(key)
    if asked is None:
        abort(404, _("This survey has no such question. Check that you have all of the link."))
    return asked


def _not_now(sheet: Sheet) -> Answered | str | None:
    if sheet.sent:
        return redirect(url_for(".sent", address=sheet.address))
    return None if may_finish(sheet.round) else closed_page(sheet.round)


def _changing() -> str | None:
    """The query parameter `change`, set on a question opened from "Check your answers": it leads back there."""
    return "yes" if "change" in request.args else None


def _too_late(sheet: Sheet, typed: str) -> tuple[str, int] | None:
    """The page that gives back what was typed after the answers were sent, or the round closed."""
    if sheet.sent:
        return render_template("respond/already_sent.html", sheet=sheet, typed=typed), 409
    return None if may_finish(sheet.round) else (closed_page(sheet.round, typed=typed), 409)


def _url_to(sheet: Sheet, key: str, go: str) -> str:
    """Where someone at `key` goes next who pressed the button `go`; nothing of it is Continue."""
    if go == BACK:
        before = sheet.path.before(key)
        return _url_of(sheet, None if _changing() or not before else before)
    if go == LATER:
        return url_for(".later", address=sheet.address)
    if go.startswith(LANGUAGE_TO):
        return url_for(".question", address=sheet.address, key=key, change=_changing())
    return _url_of(sheet, sheet.path.next_key if _changing() else sheet.after(key))


def _url_of(sheet: Sheet, key: str | None) -> str:
    if key is None:
        return url_for(".check", address=sheet.address)
    return url_for(".question", address=sheet.address, key=key)
