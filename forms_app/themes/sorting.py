"""Sorting what people wrote into themes. Only the provider's own managers read the words."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_security import current_user
from sqlalchemy import delete, select

from forms_app.accounts import own_provider, staff_only
from forms_app.database import db
from forms_app.models.responses import Round, TextTheme
from forms_app.sought_words import find_token, find_words
from forms_app.themes.blueprint import NONE_FITS, ON_A_PAGE, sent_texts, themes_before, themes_pages, ticked_themes
from forms_app.themes.reading import note_reading
from forms_app.themes.texts import (
    Key,
    Text,
    coded_questions,
    share_of,
    texts_of,
    themes_given,
    with_words,
    words_of,
)
from forms_app.themes.traces import coded_at, record_coding
from forms_app.typed import Typed
from surveys.model.common import say
from surveys.model.survey import Question

LONGEST_SEARCH = 200
FILTERS = ("words", "question", "theme", "round")


@dataclass(frozen=True)
class Words:
    """What one person wrote to one question, and the themes it has."""

    response: str
    question: Question
    text: str
    themes: frozenset[str]


@themes_pages.route("", methods=["GET", "POST"])
@staff_only("provider_manager")
def themes() -> Response:
    """Ten answers at a time, those without a theme first; those that wait for a second person are not among them."""
    provider = own_provider()
    if request.method == "POST":
        saved = _save(provider)
        flash(ngettext("%(num)s answer is sorted.", "%(num)s answers are sorted.", saved), "success")
        kept: dict[str, Any] = {name: request.args[name] for name in (*FILTERS, "page") if name in request.args}
        return make_response(redirect(url_for("themes.themes", **kept)))
    questions = coded_questions()
    found, for_second = _found(provider, questions)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    typed: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    rounds = db.session.execute(
        select(Round.id, Round.title).where(Round.provider == provider).order_by(Round.opens_on.desc(), Round.id.desc())
    )
    read = _read(shown, questions)
    page_shown = make_response(
        render_template(
            "themes/sort.html",
            words=read,
            total=len(found),
            waiting=sum(not text.sorted for text in found),
            for_second=for_second,
            page=page,
            pages=pages,
            questions=questions,
            rounds=rounds.all(),
            in_english=say,
            typed=typed,
            sought=_sought(),
            previous_url=url_for(".themes", page=page - 1, **typed) if page > 1 else None,
            next_url=url_for(".themes", page=page + 1, **typed) if page < pages else None,
        )
    )
    note_reading(provider, "sort", ((one.response, one.question.key) for one in read))
    return page_shown


@themes_pages.post("/find")
@staff_only("provider_manager")
def find_words_of_people() -> Response:
    """Go to the answers that were looked for. The words stand encrypted in the address that follows."""
    words = Typed(request.form).value("words")
    typed: dict[str, Any] = {name: value for name in FILTERS if name != "words" and (value := request.form.get(name))}
    if words:
        typed["words"] = find_token(words, LONGEST_SEARCH)
    return make_response(redirect(url_for(".themes", **typed), 303))


def _sought() -> str:
    """The words that are looked for, or ""."""
    token = request.args.get("words", "")
    return find_words(token, LONGEST_SEARCH) if token else ""


def _found(provider: str, questions: dict[str, Question]) -> tuple[list[Text], int]:
    """The texts that fit what was looked for, and how many others wait for this person as the second."""
    percent = share_of(provider)
    question, theme = request.args.get("question"), request.args.get("theme") or None
    keys = [question] if question in questions else list(questions)
    none_yet = theme == "none-yet"
    found = texts_of(
        provider,
        current_user.id,
        keys,
        round_=request.args.get("round", type=int),
        theme=None if none_yet else NONE_FITS if theme == "none-fits" else theme,
    )
    open_to_all = [text for text in found if not text.waits_for_second(percent) and not (none_yet and text.sorted)]
    words = _sought()
    return with_words(open_to_all, words) if words else open_to_all, len(found) - len(open_to_all)


def _read(texts: list[Text], questions: dict[str, Question]) -> list[Words]:
    keys = [text.key for text in texts]
    written, given = words_of(keys), themes_given(keys)
    return [Words(key[0], questions[key[1]], written[key], frozenset(given[key])) for key in keys if key in written]


def _save(provider: str) -> int:
    """Save what was ticked for the answers of the page that were changed; how many there were."""
    questions = coded_questions()
    percent = share_of(provider)
    sent = sent_texts(questions)
    keys = [(response, question) for _number, response, question in sent]
    own = {text.key: text for text in texts_of(provider, current_user.id, list(questions), only=keys)}
    saved = 0
    for number, response, question in sent:
        text = own.get((response, question))
        if text is None or text.waits_for_second(percent):
            continue
        before = themes_before(number)
        saved += _change(provider, text.key, before, ticked_themes(number, questions[question]) or set())
    db.session.commit()
    return saved


def _change(provider: str, key: Key, before: set[str], ticked: set[str]) -> bool:
    """Take away what was unticked and add what was ticked; what a colleague changed meanwhile stays."""
    response, question = key
    mine = {"response": response, "question": question}
    unticked = delete(TextTheme).filter_by(**mine).where(TextTheme.theme.in_(before - ticked)).returning(TextTheme.theme)
    removed = db.session.scalars(unticked).all()
    there = set(db.session.scalars(select(TextTheme.theme).filter_by(**mine)))
    added = ticked - before - there
    if added - {NONE_FITS} and NONE_FITS in there:
        db.session.execute(delete(TextTheme).filter_by(**mine, theme=NONE_FITS))
        there.discard(NONE_FITS)
    if there - {NONE_FITS}:
        added.discard(NONE_FITS)
    if not added and not removed:
        return False
    at = coded_at(response)
    db.session.add_all(TextTheme(**mine, theme=code, coded_by=current_user.id, coded_at=at) for code in sorted(added))
    db.session.flush()
    record_coding("text-coded", provider, key, themes=";".join(sorted(there | added)))
    return True
