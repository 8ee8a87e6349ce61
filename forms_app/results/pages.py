"""The pages of results: all rounds and surveys; one round; one survey over a period."""

from dataclasses import replace
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from forms_app.accounts import staff_only
from forms_app.clock import today
from forms_app.database import db, read_only_request
from forms_app.models.records import Provider
from forms_app.models.responses import Response, Round
from forms_app.respond.rounds import is_open
from forms_app.results import words
from forms_app.results.blueprint import READERS, results
from forms_app.results.comparing import side_by_side
from forms_app.results.reach import Reach, reach, round_in_reach
from forms_app.results.report import Report, report_on, words_of_break
from forms_app.results.selection import CHANNELS, FILTERS, HELPERS, Selection, narrowed_by
from forms_app.results.series import versions_of
from forms_app.results.subtracting import why_hidden
from forms_app.results.waiting import Waiting, waiting_of
from surveys.model.common import say


@results.get("")
@staff_only(*READERS)
def home() -> str:
    """Every round with how many have sent answers, and every survey that anyone answered."""
    read_only_request()
    seen = reach()
    rounds = select(Round, Provider).join(Provider).where(Round.provider.in_(seen.providers))
    found = db.session.execute(rounds.order_by(Round.opens_on.desc(), Round.id.desc())).all()
    by_survey = _sent_by(Response.survey, seen)
    titles = {name: say(versions[-1].survey.title) for name in by_survey if (versions := versions_of(name))}
    return render_template(
        "results/home.html",
        rounds=found,
        sent=_sent_by(Response.round_id, seen),
        by_survey=by_survey,
        titles=titles,
        is_open=is_open,
        today=today(),
        seen=seen,
    )


def _sent_by(column: Any, seen: Reach) -> dict[Any, int]:
    """How many sent answers, by one column. Served by ix_response_submitted."""
    wanted = (Response.provider.in_(seen.providers), Response.submitted_on.is_not(None))
    query = select(column, func.count()).where(*wanted).group_by(column).order_by(column)
    return {row[0]: row[1] for row in db.session.execute(query)}


@results.get("/rounds/<int:number>")
@staff_only(*READERS)
def of_round(number: int) -> str:
    """One round's results; with `compare`, beside another round of the same survey."""
    read_only_request()
    seen = reach()
    found = round_in_reach(number, seen)
    whole = selection_of_round(found)
    selection, problems = narrowed_by(whole, request.args)
    report = report_on(db.session, selection)
    hidden = why_hidden(db.session, seen, whole, selection)
    others = rounds_of(found.survey, seen, apart_from=found.id)
    chosen = request.args.get("compare", type=int)
    other = next((one for one in others if one.id == chosen), None)
    beside = _beside(selection, other) if other else None
    their_report = report_on(db.session, beside) if beside else None
    if other and beside:
        hidden = hidden or why_hidden(db.session, seen, selection_of_round(other), beside)
    return _page(
        report,
        seen,
        problems,
        hidden,
        title=found.title,
        round=found,
        others=others,
        other=other,
        their_report=their_report,
        pairs=side_by_side(report.questions, their_report.questions)
        if their_report and their_report.sent and not hidden
        else [],
    )


@results.get("/surveys/<survey>")
@staff_only(*READERS)
def of_survey(survey: str) -> str:
    """One survey's results over every round and period, of all providers in reach or one of them."""
    read_only_request()
    seen = reach()
    whole = selection_of_survey(survey, seen)
    selection, problems = narrowed_by(whole, request.args)
    report = report_on(db.session, selection)
    hidden = why_hidden(db.session, seen, whole, selection)
    return _page(report, seen, problems, hidden, title=report.title, round=None, others=[], other=None, pairs=[])


def selection_of_round(found: Round) -> Selection:
    """All responses of a round."""
    return Selection(found.survey, (found.provider,), found.id)


def selection_of_survey(survey: str, seen: Reach) -> Selection:
    """All responses to a survey in reach. Aborts with 404 for a survey that was never asked."""
    if "\0" in survey or not versions_of(survey):
        abort(404, _("There is no such survey. Go to “Results” to see those that there are."))
    return Selection(survey, tuple(seen.providers))


def rounds_of(survey: str, seen: Reach, *, apart_from: int) -> list[Round]:
    """The other rounds of a survey in reach, the newest first."""
    query = select(Round).where(Round.survey == survey, Round.provider.in_(seen.providers), Round.id != apart_from)
    return list(db.session.scalars(query.order_by(Round.opens_on.desc(), Round.id.desc())))


def _beside(selection: Selection, other: Round) -> Selection:
    """The other round's responses through the same filters; days are a round's own, so they are left out."""
    return replace(selection, providers=(other.provider,), round=other.id, first=None, last=None)


def _page(report: Report, seen: Reach, problems: list[dict[str, str]], hidden: str, **more: Any) -> str:
    whole = replace(report.selection, channel=None, language=None, helper=None, first=None, last=None)
    of_one, here = ("round", {"number": more["round"].id}) if more["round"] else ("survey", {"survey": whole.survey})
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    waiting = waiting_of(selection_of_round(more["round"]) if more["round"] else selection_of_survey(whole.survey, seen))
    return render_template(
        "results/report.html",
        report=report,
        seen=seen,
        problems=problems,
        errors=problems,
        in_english=say,
        hidden=hidden or ("" if report.sent else _nothing_yet(waiting)),
        waiting=waiting,
        typed=kept,
        answered_in=_languages(whole),
        channels=CHANNELS,
        helpers=HELPERS,
        words=words,
        words_of_break=words_of_break,
        page_url=url_for(f".of_{of_one}", **here),
        table_url=url_for(f".table_of_{of_one}", **here, **kept),
        export_url=url_for(f".export_{of_one}", **here, **kept),
        **more,
    )


def _nothing_yet(waiting: Waiting) -> str:
    return str(_("No answers are shown yet.") if waiting.number else _("Nobody has sent answers yet."))


def _languages(selection: Selection) -> list[str]:
    """The languages in which anyone answered. Served by the same indexes as the selection."""
    query = select(Response.language).where(*selection.sent(), Response.language.is_not(None)).distinct()
    return sorted(code for code in db.session.scalars(query) if code)
