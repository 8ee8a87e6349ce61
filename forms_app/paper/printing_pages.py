"""Printing sheets for a round: choose, look at a specimen, print; many are made by the worker while staff watch."""

import io
from typing import Any

from flask import Response as Page
from flask import abort, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as Answered

from forms_app.accounts import own_provider, staff_only
from forms_app.database import db
from forms_app.languages.standing import languages_ready
from forms_app.models.responses import Round
from forms_app.models.work import Job
from forms_app.paper.blueprint import STAFF, own_round, paper
from forms_app.paper.making import (
    AT_ONCE,
    KIND,
    MOST,
    ask_for_sheets,
    edition_for,
    make_sheets,
    note_printing,
)
from forms_app.paper.printed import EASY, LARGE, LAYOUTS, STANDARD, Edition, print_specimen
from forms_app.printing import NoPrinter
from forms_app.respond.language import offered_in
from forms_app.respond.rounds import survey_of
from forms_app.translations.speaking import known_languages
from forms_app.typed import Typed
from forms_app.worker.files import files_folder
from surveys.model.languages import ENGLISH

LONGEST_ADDRESS = 300


@paper.get("/rounds/<int:number>/print")
@staff_only(*STAFF)
def choose(number: int) -> Page:
    """What to print, and how many."""
    round_ = own_round(number)
    return _page(round_, Typed(request.args))


@paper.post("/rounds/<int:number>/print")
@staff_only(*STAFF)
def print_round(number: int) -> Page | Answered:
    """A few sheets at once, as a PDF; more as a job for the worker."""
    round_ = own_round(number)
    typed = Typed(request.form)
    edition, how_many = _asked_for(round_, typed)
    if how_many is None and not typed.error("sheets"):
        typed.wrong("sheets", _("Enter how many sheets to print"))
    if edition is None or typed.errors or how_many is None:
        return _page(round_, typed)
    if how_many > AT_ONCE:
        job = ask_for_sheets(edition, how_many)
        db.session.commit()
        return redirect(url_for(".job", number=job.id), 303)
    try:
        made = make_sheets(edition, how_many)
    except NoPrinter as error:
        db.session.rollback()
        typed.wrong("sheets", str(error))
        return _page(round_, typed)
    note_printing(edition, how_many)
    db.session.commit()
    return _pdf(made, f"{round_.slug}-{how_many}.pdf")


@paper.get("/rounds/<int:number>/specimen.pdf")
@staff_only(*STAFF)
def specimen(number: int) -> Page:
    """The sheet as it would be printed, without codes."""
    round_ = own_round(number)
    edition, _how_many = _asked_for(round_, Typed(request.args))
    if edition is None:
        abort(404, _("Choose a language and a layout first."))
    try:
        return _pdf(print_specimen(edition), f"{round_.slug}-specimen.pdf")
    except NoPrinter as error:
        abort(500, str(error))


@paper.get("/jobs/<int:number>")
@staff_only(*STAFF)
def job(number: int) -> Page:
    """How far the worker is, and the file once it is there."""
    found = _own_job(number)
    page = make_response(render_template("paper/job.html", job=found))
    if found.state in ("waiting", "running"):
        page.headers["Refresh"] = "5"
    return page


@paper.get("/jobs/<int:number>/sheets")
@staff_only(*STAFF)
def job_file(number: int) -> Page:
    """The file that the worker made."""
    found = _own_job(number)
    path = files_folder() / (found.result or "none")
    if not found.result or not path.is_file():
        abort(404, _("This file has been deleted, as it holds receipt codes. Print new sheets."))
    return send_file(path, as_attachment=True, download_name=f"sheets-{found.id}{path.suffix}", max_age=0)


def _asked_for(round_: Round, typed: Typed) -> tuple[Edition | None, int | None]:
    """The edition that a form or an address asks for, and how many; with what is wrong left on `typed`."""
    layout = typed.choice("layout", LAYOUTS, missing=_("Select a layout"))
    language = typed.choice("language", list(known_languages()), missing=_("Select a language"))
    return_to = typed.text("return_to", longest=LONGEST_ADDRESS) or ""
    how_many = typed.number("sheets", 1, MOST, what=_("The number of sheets"))
    if layout == EASY:
        simple = next((one.code for one in known_languages().values() if one.pictures), None)
        language = simple or language
    if layout is None or language is None:
        return None, how_many
    return edition_for(round_, language, layout, return_to), how_many


def _page(round_: Round, typed: Typed) -> Page:
    first = offered_in(round_)
    codes = [*first, *(code for code in known_languages() if code not in first)]
    ready = languages_ready(survey_of(round_))
    page = render_template(
        "paper/print.html",
        round=round_,
        form=typed,
        errors=typed.errors or None,
        choices=[_choice_of_language(code, ready) for code in codes],
        layouts=[
            {"value": STANDARD, "text": _("Standard")},
            {"value": LARGE, "text": _("Large print"), "hint": {"text": _("18 point, one answer below another")}},
            {"value": EASY, "text": _("Easy read"), "hint": {"text": _("Short sentences with pictures, in large print")}},
        ],
        most=MOST,
    )
    return make_response(page, 422 if typed.errors else 200)


def _choice_of_language(code: str, ready: list[str]) -> dict[str, Any]:
    language = known_languages()[code]
    choice: dict[str, Any] = {"value": code, "text": language.name}
    if code != ENGLISH.code:
        choice["label"] = {"attributes": {"lang": code, "dir": language.direction}}
    if code not in ready:
        choice["hint"] = {"text": _("Draft, not checked by a speaker: print it only to check it")}
    return choice


def _own_job(number: int) -> Job:
    found = db.session.scalar(select(Job).where(Job.id == number, Job.kind == KIND, Job.provider == own_provider()))
    if found is None:
        abort(404, _("There is no such printing."))
    return found


def _pdf(content: bytes, name: str) -> Page:
    return send_file(io.BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name, max_age=0)
