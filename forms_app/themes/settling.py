"""Words that two people sorted differently, side by side, for both to settle."""

from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import names_of_users, own_provider, staff_only
from forms_app.database import db
from forms_app.models.responses import DoubleCoding, SecondCoding, TextTheme
from forms_app.models.responses import Response as SurveyResponse
from forms_app.respond.groups import shown_to_staff
from forms_app.themes.blueprint import NONE_FITS, ON_A_PAGE, sent_texts, themes_pages, ticked_themes
from forms_app.themes.reading import note_reading
from forms_app.themes.texts import coded_questions, words_of
from forms_app.themes.traces import coded_at, record_coding
from surveys.model.common import say
from surveys.model.survey import Question


@dataclass(frozen=True)
class Disagreement:
    """One text that two people sorted differently."""

    pair: DoubleCoding
    question: Question
    text: str
    first: frozenset[str]
    second: frozenset[str]


@themes_pages.route("/settle", methods=["GET", "POST"])
@staff_only("provider_manager")
def settle() -> Response:
    """What the two chose for each text on which they differ; what is ticked becomes the themes of the text."""
    provider = own_provider()
    questions = coded_questions()
    found = _open(provider, questions)
    if request.method == "POST":
        by_key = {(one.pair.response, one.pair.question): one for one in found}
        settled = 0
        for number, response, question in sent_texts(questions):
            ticked = ticked_themes(number, questions[question])
            if ticked and (response, question) in by_key:
                _settle(provider, by_key[response, question].pair, ticked)
                settled += 1
        db.session.commit()
        flash(ngettext("%(num)s answer is settled.", "%(num)s answers are settled.", settled), "success")
        return make_response(redirect(url_for("themes.settle")))
    names = names_of_users(coder for one in found for coder in (one.pair.first_by, one.pair.second_by))
    shown = found[:ON_A_PAGE]
    page = render_template("themes/settle.html", found=shown, total=len(found), names=names, in_english=say)
    note_reading(provider, "settle", ((one.pair.response, one.pair.question) for one in shown))
    return make_response(page)


def _open(provider: str, questions: dict[str, Question]) -> list[Disagreement]:
    """The pairs that differ and are not settled. From the pairs to responses by their primary key."""
    query = (
        select(DoubleCoding)
        .join(SurveyResponse, SurveyResponse.response == DoubleCoding.response)
        .where(SurveyResponse.provider == provider, DoubleCoding.settled_at.is_(None), shown_to_staff())
        .where(DoubleCoding.question.in_(list(questions)))
        .order_by(DoubleCoding.response, DoubleCoding.question)
    )
    pairs = list(db.session.scalars(query))
    second: dict[tuple[str, str], set[str]] = {}
    chosen = select(SecondCoding).where(SecondCoding.response.in_({pair.response for pair in pairs}))
    for row in db.session.scalars(chosen):
        second.setdefault((row.response, row.question), set()).update({row.theme} - {NONE_FITS})
    written = words_of((pair.response, pair.question) for pair in pairs)
    found = []
    for pair in pairs:
        key = (pair.response, pair.question)
        first = frozenset(pair.first_themes.split(";")) - {""}
        if key in written and first != second.get(key, set()):
            found.append(Disagreement(pair, questions[pair.question], written[key], first, frozenset(second.get(key, ()))))
    return found


def _settle(provider: str, pair: DoubleCoding, ticked: set[str]) -> None:
    """Make what was ticked the themes of the text; a theme that stays keeps the name of who gave it."""
    which, at = {"response": pair.response, "question": pair.question}, coded_at(pair.response)
    there = {row.theme: row for row in db.session.scalars(select(TextTheme).filter_by(**which))}
    for theme, row in there.items():
        if theme not in ticked:
            db.session.delete(row)
    for theme in sorted(ticked - there.keys()):
        db.session.add(TextTheme(**which, theme=theme, coded_by=current_user.id, coded_at=at))
    pair.settled_by, pair.settled_at = current_user.id, at
    db.session.flush()
    record_coding("themes-settled", provider, (pair.response, pair.question), themes=";".join(sorted(ticked)))
