"""Sorting what people wrote into themes. Only the provider's own managers read the words."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_security import current_user
from sqlalchemy import Select, and_, delete, exists, func, select

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.clock import now
from forms_app.database import db
from forms_app.manage.blueprint import themes_pages
from forms_app.models.responses import AnswerRow, TextTheme
from forms_app.models.responses import Response as SurveyResponse
from surveys.model.survey import Question

ON_A_PAGE = 10


@dataclass(frozen=True)
class Words:
    """What one person wrote to one question, and the themes it has."""

    response: str
    question: Question
    text: str
    themes: frozenset[str]


@themes_pages.route("/themes", methods=["GET", "POST"])
@staff_only("provider_manager")
def themes() -> Response:
    """Ten answers at a time, those without a theme first."""
    provider = own_provider()
    if request.method == "POST":
        saved = _save(provider)
        flash(ngettext("%(num)s answer is sorted.", "%(num)s answers are sorted.", saved), "success")
        return make_response(redirect(url_for("themes.themes", page=request.args.get("page"))))
    total, waiting = _count(provider), _count(provider, waiting=True)
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    found = list(_read(provider, (page - 1) * ON_A_PAGE))
    return make_response(
        render_template("manage/themes.html", words=found, total=total, waiting=waiting, page=page, pages=pages)
    )


def _questions() -> dict[str, Question]:
    return {one.key: one for module in library().modules.values() for one in module.questions if one.coded_by_staff}


_coded = exists().where(and_(TextTheme.response == AnswerRow.response, TextTheme.question == AnswerRow.question))


def _wanted(provider: str) -> "Select[AnswerRow]":
    """Served by ix_response_submitted and the primary key of answers."""
    return (
        select(AnswerRow)
        .join(SurveyResponse, SurveyResponse.response == AnswerRow.response)
        .where(
            SurveyResponse.provider == provider,
            SurveyResponse.submitted_on.is_not(None),
            AnswerRow.question.in_(list(_questions())),
            AnswerRow.text.is_not(None),
        )
    )


def _count(provider: str, *, waiting: bool = False) -> int:
    wanted = _wanted(provider).where(~_coded) if waiting else _wanted(provider)
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def _read(provider: str, offset: int) -> Iterator[Words]:
    order = (_coded, SurveyResponse.submitted_on.desc(), AnswerRow.response, AnswerRow.question)
    rows = db.session.scalars(_wanted(provider).order_by(*order).offset(offset).limit(ON_A_PAGE)).all()
    given: dict[tuple[str, str], set[str]] = {}
    for theme in db.session.scalars(select(TextTheme).where(TextTheme.response.in_([row.response for row in rows]))):
        given.setdefault((theme.response, theme.question), set()).add(theme.theme)
    for row in rows:
        codes = frozenset(given.get((row.response, row.question), ()))
        yield Words(row.response, _questions()[row.question], row.text or "", codes)


def _save(provider: str) -> int:
    """Save what was ticked for the answers of the page that were changed; how many there were."""
    saved = 0
    for number in range(1, ON_A_PAGE + 1):
        response, question = request.form.get(f"response-{number}", ""), request.form.get(f"question-{number}", "")
        if not response or question not in _questions() or "\0" in response:
            continue
        row = db.session.scalar(_wanted(provider).where(AnswerRow.response == response, AnswerRow.question == question))
        if row is None:
            continue
        known = [theme.code for theme in _questions()[question].coded_by_staff]
        ticked = set(known) & set(request.form.getlist(f"theme-{number}"))
        before = set(request.form.get(f"before-{number}", "").split(";"))
        wanted = (
            delete(TextTheme).filter_by(response=response, question=question).where(TextTheme.theme.in_(before - ticked))
        )
        removed = db.session.execute(wanted.returning(TextTheme.theme)).all()
        there = set(db.session.scalars(select(TextTheme.theme).filter_by(response=response, question=question)))
        added = [code for code in known if code in ticked - before - there]
        if not added and not removed:
            continue
        coded_at = now()
        db.session.add_all(
            TextTheme(response=response, question=question, theme=code, coded_by=current_user.id, coded_at=coded_at)
            for code in added
        )
        db.session.flush()
        audit_log.record(
            "text-coded",
            provider=provider,
            response=response,
            question=question,
            themes=";".join(sorted(there | set(added))),
        )
        saved += 1
    db.session.commit()
    return saved
