"""Paper and phone: type a code, see the rounds with what was printed and typed in, go on with what is unfinished."""

from dataclasses import dataclass, field
from typing import Any

from flask import Response as Page
from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.wrappers import Response as Answered

from forms_app.accounts import names_of_users, own_provider, staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.paper import SheetDraft, SheetTally
from forms_app.models.responses import PaperSheet, Response, Round
from forms_app.paper.blueprint import STAFF, own_round, paper
from forms_app.paper.codes import in_print, read_code
from forms_app.paper.making import CALL, PRINTED
from forms_app.respond.rounds import is_open, survey_of
from forms_app.safety.duty import on_duty
from forms_app.safety.notices import contacts_of


@dataclass
class Numbers:
    """How a round stands on paper: sheets printed and typed in, and answers given by telephone."""

    printed: int = 0
    entered: int = 0
    calls: int = 0
    odd: list[tuple[str, int, int]] = field(default_factory=list)


@paper.get("")
@staff_only(*STAFF)
def home() -> Page:
    """The first page."""
    return _home("")


@paper.post("")
@staff_only(*STAFF)
def find() -> Page | Answered:
    """The sheet whose code was typed."""
    typed = request.form.get("code", "").strip()
    code = read_code(typed)
    if code is None:
        words = _("This is not a sheet’s code. Check it: each code has eight letters and digits.")
        return _home(typed, words if typed else _("Type the code at the bottom of the sheet’s pages"))
    provider = select(Round.provider).join(PaperSheet, PaperSheet.round_id == Round.id).where(PaperSheet.code == code)
    if db.session.scalar(provider) != own_provider():
        return _home(typed, _("We did not print a sheet with this code. Check that you have typed all of it."))
    return redirect(url_for(".entry", code=code), 303)


@paper.get("/rounds/<int:number>/danger")
@staff_only(*STAFF)
def danger(number: int) -> Page:
    """What to do at once after an answer that may mean danger. Says nothing of whose it was."""
    round_ = own_round(number)
    question = survey_of(round_).by_key.get(request.args.get("question", ""))
    worker = on_duty(round_.provider, today())
    help_ = question.help if question else None
    calls = contacts_of(help_) if help_ else []
    return make_response(render_template("paper/danger.html", round=round_, help=help_, contacts=calls, worker=worker))


def numbers_by_round(rounds: list[int]) -> dict[int, Numbers]:
    """How each of these rounds stands. Served by ix_paper_sheet_round_id."""
    numbers = {number: Numbers() for number in rounds}
    sheets = (
        select(PaperSheet.round_id, PaperSheet.layout, PaperSheet.state, func.count())
        .where(PaperSheet.round_id.in_(rounds))
        .group_by(PaperSheet.round_id, PaperSheet.layout, PaperSheet.state)
    )
    for round_id, layout, state, count in db.session.execute(sheets):
        if layout != CALL:
            numbers[round_id].printed += count
            numbers[round_id].entered += count if state != PRINTED else 0
    calls = select(Response.round_id, func.count()).where(
        Response.round_id.in_(rounds), Response.channel == "phone", Response.submitted_on.is_not(None)
    )
    for called, count in db.session.execute(calls.group_by(Response.round_id)):
        numbers[called or 0].calls = count
    odd = select(SheetTally).where(SheetTally.round_id.in_(rounds)).order_by(SheetTally.question)
    for tally in db.session.scalars(odd):
        numbers[tally.round_id].odd.append((tally.question, tally.unclear, tally.off_path))
    return numbers


def _home(typed: str, problem: str = "") -> Page:
    wanted = select(Round).where(Round.provider == own_provider()).order_by(Round.opens_on.desc(), Round.id.desc())
    rounds = list(db.session.scalars(wanted))
    unfinished = _unfinished()
    page = render_template(
        "paper/home.html",
        typed=typed,
        errors=[{"text": problem, "href": "#code"}] if problem else None,
        rounds=rounds,
        numbers=numbers_by_round([round_.id for round_ in rounds]),
        is_open=is_open,
        unfinished=unfinished,
        names=names_of_users(one["by"] for one in unfinished),
    )
    return make_response(page, 422 if problem else 200)


def _unfinished() -> list[dict[str, Any]]:
    """Sheets and calls that are being typed in, the newest first."""
    wanted = (
        select(PaperSheet, Round, SheetDraft)
        .join(Round, Round.id == PaperSheet.round_id)
        .join(SheetDraft, SheetDraft.sheet == PaperSheet.code)
        .where(Round.provider == own_provider(), PaperSheet.state == PRINTED)
        .order_by(SheetDraft.saved_at.desc())
    )
    return [
        {
            "code": sheet.code,
            "shown": in_print(sheet.code),
            "round": round_.title,
            "call": sheet.layout == CALL,
            "by": draft.typed_by,
            "on": draft.saved_at.date(),
        }
        for sheet, round_, draft in db.session.execute(wanted)
    ]
