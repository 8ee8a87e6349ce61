"""A survey as a phone shows it, before it is published: the respondents' own pages, and nothing is stored.

The answers so far travel in each page's form, so there is no row of them anywhere.
"""

import json
from datetime import date
from typing import Any, cast

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.authoring.blueprint import READERS, at_work
from forms_app.database import read_only_request
from forms_app.languages.standing import languages_ready
from forms_app.models.records import Provider
from forms_app.models.responses import Response, Round
from forms_app.respond.pages import respond
from forms_app.respond.question_form import BACK, LANGUAGE_TO, Sent, sent_form
from forms_app.respond.sending import themes_of
from forms_app.respond.sheet import Sheet
from forms_app.respond.wording import items_of, progress, values_of, what_is_wrong, with_calls
from forms_app.safety.notices import contacts_of, notice_text
from forms_app.translations.speaking import say, speak, spoken
from surveys.answers import Answer, AnswerError, read_answer
from surveys.model.survey import Question, Survey

preview = Blueprint("preview", __name__, template_folder="templates")
START, CHECK = "", "check"


@preview.context_processor
def _shared() -> dict[str, Any]:
    """What respondents' own pages share, so that their templates find it here too."""
    shared: dict[str, Any] = {"home_url": None}
    for processor in respond.template_context_processors[None]:
        shared |= cast(dict[str, Any], processor())
    return shared


@preview.get("/surveys/<survey>/preview")
@staff_only(*READERS)
def begin(survey: str) -> str:
    """The start page, in the language that `lang` names."""
    read_only_request()
    found = at_work(survey).survey
    speak(request.args.get("lang"))
    return _start_page(_sheet(found, {}))


@preview.post("/surveys/<survey>/preview")
@staff_only(*READERS)
def go_on(survey: str) -> tuple[str, int] | str:
    """Take the answer to one question and show what comes next, as a respondent's page would."""
    read_only_request()
    found = at_work(survey).survey
    speak(request.form.get("in") or request.args.get("lang"))
    sheet = _sheet(found, _carried(found))
    at, sent = request.form.get("at", START), sent_form()
    if sent.to_language is not None:
        speak(sent.to_language)
    if at == START and sent.to_language is not None:
        return _start_page(sheet)
    if at not in found.by_key:
        return _show(sheet, sheet.path.asked[-1] if at == CHECK and sent.go == BACK else sheet.path.next_key)
    asked = found.by_key[at]
    if "helped" in request.form and sent.to_language is not None:
        return _help_page(sheet, asked)
    if "helped" in request.form:
        return _show(sheet, sheet.after(at))
    if sent.only_leaving:
        return _leave(sheet, at, sent)
    try:
        answer = read_answer(asked, sent.given)
    except AnswerError as error:
        return _question_page(sheet.with_answer(at, Answer()), asked, sent.given, what_is_wrong(asked, error)), 422
    sheet = sheet.with_answer(at, answer)
    if sent.go:
        return _leave(sheet, at, sent)
    if asked.help and set(asked.help.after) & set(answer.codes):
        return _help_page(sheet, asked)
    return _show(sheet, sheet.after(at))


def _leave(sheet: Sheet, at: str, sent: Sent) -> str:
    """Back, another language, or "finish later", which has nothing to finish here and stays where it is."""
    if sent.go == BACK:
        before = sheet.path.before(at)
        return _show(sheet, before) if before else _start_page(sheet)
    return _show(sheet, at)


def _show(sheet: Sheet, key: str | None) -> str:
    if key is None:
        return render_template(
            "authoring/preview_check.html",
            sheet=sheet,
            themes=themes_of(sheet.survey, sheet.counted()),
            **_frame(sheet, CHECK),
        )
    asked = sheet.survey.by_key[key]
    return _question_page(sheet, asked, values_of(sheet.answers.get(key)))


def _start_page(sheet: Sheet) -> str:
    provider = Provider(provider="preview", name=_("Your organisation"))
    frame = _frame(sheet, START)
    return render_template(
        "authoring/preview_start.html",
        round=sheet.round,
        provider=provider,
        survey=sheet.survey,
        begin_url=url_for("preview.go_on", survey=sheet.survey.id, lang=spoken().code),
        by_link=False,
        **frame,
    )


def _question_page(sheet: Sheet, asked: Question, values: list[str], problem: str = "") -> str:
    return render_template(
        "authoring/preview_question.html",
        sheet=sheet,
        question=asked,
        notice=notice_text(asked, anonymous=True),
        items=items_of(asked),
        values=values,
        progress=progress(sheet, asked.key) if asked.key in sheet.path.asked else "",
        has_back=True,
        back_without="",
        errors=[{"text": problem, "href": "#answer"}] if problem else None,
        **_frame(sheet, asked.key),
    )


def _help_page(sheet: Sheet, asked: Question) -> str:
    assert asked.help is not None
    calls = [with_calls(say(contact)) for contact in contacts_of(asked.help)]
    return render_template(
        "authoring/preview_help.html", sheet=sheet, help=asked.help, calls=calls, **_frame(sheet, asked.key)
    )


def _frame(sheet: Sheet, at: str) -> dict[str, Any]:
    """What every page of a preview carries: the answers so far, where it is, and the languages to choose from."""
    own = [
        {
            "text": language.name,
            "lang": language.code,
            "dir": language.direction,
            "current": language.code == spoken().code,
            "form": "question",
            "name": "go",
            "value": f"{LANGUAGE_TO}{language.code}",
        }
        for language in library().languages.values()
    ]
    return {
        "action": url_for("preview.go_on", survey=sheet.survey.id),
        "survey_url": url_for("authoring.survey", survey=sheet.survey.id),
        "carried": json.dumps({key: vars(answer) for key, answer in sheet.answers.items()}, ensure_ascii=False),
        "at": at,
        "languages": own,
        "languages_form": None,
        "is_draft": spoken().code not in languages_ready(sheet.survey),
    }


def _carried(survey: Survey) -> dict[str, Answer]:
    """The answers that came with the page; what can't be read, or is no longer asked, is left out."""
    try:
        given = json.loads(request.form.get("answers", "{}"))
        found = {key: _answer_of(survey.by_key[key], one) for key, one in given.items() if key in survey.by_key}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return {key: answer for key, answer in found.items() if answer is not None}


def _answer_of(asked: Question, carried: dict[str, Any]) -> Answer | None:
    """The answer that was carried, read as if it had just been sent; None where it does not answer the question."""
    answer = Answer(tuple(map(str, carried["codes"])), carried["number"], carried["text"])
    try:
        return answer if answer.skipped else read_answer(asked, list(map(str, values_of(answer))))
    except AnswerError:
        return None


def _sheet(survey: Survey, answers: dict[str, Answer]) -> Sheet:
    """A sheet that no table knows."""
    round_ = Round(slug="preview", survey=survey.id, title=say(survey.title, "en"), opens_on=date.min, anonymous=True)
    return Sheet("preview", Response(response="preview"), round_, survey, answers)
