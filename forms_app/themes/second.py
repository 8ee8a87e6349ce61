"""Sorting again, by a second person who is not shown what the first chose."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import ngettext
from flask_security import current_user
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forms_app.accounts import own_provider, staff_only
from forms_app.database import db
from forms_app.models.responses import DoubleCoding, SecondCoding, TextTheme
from forms_app.themes.blueprint import NONE_FITS, ON_A_PAGE, sent_texts, themes_pages, ticked_themes
from forms_app.themes.reading import note_reading
from forms_app.themes.texts import Key, Text, coded_questions, share_of, texts_of, words_of
from forms_app.themes.traces import coded_at, record_coding
from surveys.model.common import say


@themes_pages.get("/second")
@staff_only("provider_manager")
def second() -> str:
    """Ten answers that a colleague sorted, without their themes."""
    provider = own_provider()
    waiting = _waiting(provider)
    shown = waiting[:ON_A_PAGE]
    written = words_of(text.key for text in shown)
    questions = coded_questions()
    page = render_template(
        "themes/second.html",
        words=[(text, questions[text.question], written[text.key]) for text in shown if text.key in written],
        waiting=len(waiting),
        percent=share_of(provider),
        in_english=say,
    )
    note_reading(provider, "second", written)
    return page


@themes_pages.post("/second")
@staff_only("provider_manager")
def sort_again() -> Response:
    """Keep what the second person chose, beside what the first had chosen by then."""
    provider = own_provider()
    questions = coded_questions()
    waiting = {text.key for text in _waiting(provider)}
    saved = 0
    for number, response, question in sent_texts(questions):
        ticked = ticked_themes(number, questions[question])
        if ticked and (response, question) in waiting:
            saved += _keep(provider, (response, question), ticked)
    db.session.commit()
    flash(ngettext("%(num)s answer is sorted.", "%(num)s answers are sorted.", saved), "success")
    return make_response(redirect(url_for("themes.second")))


def _waiting(provider: str) -> list[Text]:
    percent = share_of(provider)
    found = texts_of(provider, current_user.id, list(coded_questions()))
    return [text for text in found if text.waits_for_second(percent)]


def _keep(provider: str, key: Key, ticked: set[str]) -> bool:
    """Keep one text's second coding; False where another second person was quicker."""
    response, question = key
    which = {"response": response, "question": question}
    first = select(TextTheme.theme).filter_by(**which).order_by(TextTheme.theme)
    themes = [theme for theme in db.session.scalars(first) if theme != NONE_FITS]
    coder = db.session.scalar(select(func.min(TextTheme.coded_by)).filter_by(**which))
    try:
        with db.session.begin_nested():
            pair = DoubleCoding(**which, first_themes=";".join(themes), first_by=coder, second_by=current_user.id)
            db.session.add(pair)
            db.session.flush()
    except IntegrityError:
        return False
    at = coded_at(response)
    db.session.add_all(
        SecondCoding(**which, theme=theme, coded_by=current_user.id, coded_at=at) for theme in sorted(ticked)
    )
    db.session.flush()
    record_coding("text-coded-again", provider, key)
    return True
