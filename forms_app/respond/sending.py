"""Check your answers, send them, and the receipt."""

from typing import Any

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answered

from forms_app import clock
from forms_app.database import db, read_only_request
from forms_app.respond.beginning import closed_page
from forms_app.respond.coarse import is_coarse, mark_of_sender, mark_of_today
from forms_app.respond.forgetting import forget_log
from forms_app.respond.held import held_questions
from forms_app.respond.keys import receipt_code, receipt_hash, split_address
from forms_app.respond.pages import respond
from forms_app.respond.rounds import may_finish
from forms_app.respond.sheet import Sheet, open_sheet
from forms_app.respond.submitting import submit
from forms_app.respond.translation import _
from forms_app.respond.wording import in_words
from forms_app.translations.speaking import say, spoken
from surveys.answers import Answer
from surveys.model.languages import ENGLISH
from surveys.model.survey import Survey


@respond.get("/a/<address>/answers/check")
def check(address: str) -> Answered | str:
    """All answers that count, each with a way to change it."""
    read_only_request()
    sheet = open_sheet(address)
    if sheet.sent or not sheet.path.complete or not may_finish(sheet.round):
        return redirect(url_for(".resume", address=address))
    last = url_for(".question", address=address, key=sheet.path.asked[-1])
    themes = themes_of(sheet.survey, sheet.counted(), sheet.address)
    waiting = held_questions(sheet.response.response)
    held = [sheet.survey.by_key[key] for key in sheet.path.asked if key in waiting]
    return render_template("respond/check.html", sheet=sheet, themes=themes, back_url=last, held=held, mark=_mark(sheet))


@respond.post("/a/<address>/answers/send")
def send(address: str) -> Answered | str | tuple[str, int]:
    """Send the answers on the path and let go of the others. Sending again changes nothing."""
    sheet = open_sheet(address, lock=True)
    if sheet.sent:
        ours = sheet.round.anonymous or request.form.get("mark") == _mark(sheet)
        return redirect(_sent_url(address) if ours else url_for(".sent", address=address), 303)
    if not may_finish(sheet.round):
        return closed_page(sheet.round), 409
    if not sheet.path.complete:
        return redirect(url_for(".resume", address=address), 303)
    if not submit(sheet):
        return render_template("respond/link_used.html", round=sheet.round, provider=None), 409
    db.session.commit()
    forget_log()
    return redirect(_sent_url(address), 303)


@respond.get("/a/<address>/answers/sent")
def sent(address: str) -> Answered | str:
    """The receipt. Its code shows on the day of sending only, as a phone may be shared.

    With names, the way here is a link in a message, which others may open: there only the browser that sent shows it.
    """
    read_only_request()
    sheet = open_sheet(address)
    if not sheet.sent:
        return redirect(url_for(".resume", address=address))
    secret, _token = split_address(address)
    ours = sheet.response.receipt_hash == receipt_hash(receipt_code(secret))
    sent_here = request.args.get("today") == mark_of_today(secret)
    today = sent_here or (sheet.round.anonymous and sheet.response.submitted_on == clock.today())
    return render_template(
        "respond/sent.html",
        sheet=sheet,
        code=receipt_code(secret) if ours and today else None,
        ours=ours,
        day=None if is_coarse(sheet.round) else sheet.response.submitted_on,
    )


def _mark(sheet: Sheet) -> str | None:
    """What the form that sends must hold with names; without, the address is known to one browser alone."""
    return None if sheet.round.anonymous else mark_of_sender(split_address(sheet.address)[0])


def _sent_url(address: str) -> str:
    """Where the receipt is. It says, in place of the database, that the answers were sent today, and in which language."""
    mark = mark_of_today(split_address(address)[0])
    return url_for(".sent", address=address, today=mark, lang=None if spoken() == ENGLISH else spoken().code)


def themes_of(survey: Survey, answers: dict[str, Answer], address: str | None = None) -> list[dict[str, Any]]:
    """Answers in words for the summary list, a part for each module; with `address`, each can be changed."""
    themes = []
    for module in survey.modules:
        rows = []
        for question in module.questions:
            if question.key not in answers:
                continue
            text = say(question.text)
            lines = in_words(question, answers[question.key]) or [_("Not answered")]
            row: dict[str, Any] = {"key": {"text": text}, "value": {"text": Markup("\n").join(lines)}}
            if address:
                href = url_for(".question", address=address, key=question.key, change="yes")
                row["actions"] = {"items": [{"href": href, "text": _("Change"), "visuallyHiddenText": text}]}
            rows.append(row)
        if rows:
            themes.append({"title": say(module.title), "rows": rows})
    return themes
