"""The words and parts of question pages, made from the survey."""

import math
import re
import unicodedata
from typing import Any

from markupsafe import Markup, escape

from forms_app.respond.pictures import pictured
from forms_app.respond.sheet import Sheet
from forms_app.respond.translation import _, counted
from forms_app.translations.speaking import InEnglish, Typed, say
from surveys.answers import Answer, AnswerError
from surveys.model.survey import Option, Question, Survey
from surveys.path import remaining

Item = dict[str, Any]
PHONE_NUMBER = re.compile(r"\b\d[\d ]*\d\b")


def items_of(question: Question) -> list[Item]:
    """The choices of a question as the macros take them. A scale has one for each number."""
    if question.kind == "scale":
        return [*_scale(question), *_apart(question.options)]
    ordinary = [_item(option) for option in question.options if not option.alone]
    alone = [option for option in question.options if option.alone]
    return [*ordinary, *_apart(alone)] if ordinary else [_item(option) for option in alone]


def _scale(question: Question) -> list[Item]:
    ends = {
        question.at_least: (say(question.low_label), question.low_picture),
        question.at_most: (say(question.high_label), question.high_picture),
    }
    items: list[Item] = []
    for number in range(question.at_least, question.at_most + 1):
        label, picture = ends.get(number, ("", None))
        words = Markup("{} – {}").format(number, label) if label else str(number)
        items.append({"value": number} | _pictured(picture, words))
    return items


def _apart(options: list[Option]) -> list[Item]:
    """Choices that stand apart, below "or"."""
    return [{"divider": _("or")}, *(_item(option) for option in options)] if options else []


def _item(option: Option) -> Item:
    item: Item = {"value": option.code} | _pictured(option.picture, say(option.label))
    if option.hint:
        item["hint"] = {"text": say(option.hint)}
    if option.alone:
        item["behaviour"] = "exclusive"
    return item


def _pictured(picture: str | None, words: str) -> Item:
    text = pictured(picture, words)
    return {"text": text} if text is words else {"text": text, "label": {"classes": "app-pictured-label"}}


def values_of(answer: Answer | None) -> list[str]:
    """What a form would have sent to give this answer."""
    if answer is None or answer.skipped:
        return []
    if answer.codes:
        return list(answer.codes)
    return [answer.text if answer.number is None else str(answer.number)]  # type: ignore[list-item]


def in_words(question: Question, answer: Answer) -> list[str]:
    """An answer as a reader sees it, one line for each choice; no line for a question passed over."""
    labels = {option.code: say(option.label) for option in question.options}
    if answer.codes:
        return [labels.get(code, code) for code in sorted(answer.codes, key=question.codes().index)]
    if answer.number is not None:
        return [Markup("{} {}").format(answer.number, say(question.unit)).strip()]
    return [Typed(answer.text)] if answer.text else []


def what_is_wrong(question: Question, error: AnswerError) -> str:
    """What is wrong with an answer, and what to do about it."""
    details = error.details
    if error.problem == "too-long":
        return _("Your answer has %(length)s characters. Make it %(limit)s or fewer. Nothing you wrote is lost.", **details)
    if error.problem == "out-of-range":
        return _("Enter a number from %(low)s to %(high)s", **details)
    if error.problem == "alone":
        return _("Select either one of the answers that stand alone, or any of the others, but not both")
    words = {
        "unknown-option": _("Select your answer from those on this page"),
        "too-many": _("Select one answer only"),
        "not-a-number": _("Enter a whole number, like 7"),
        "required": _("Enter an answer") if question.kind in ("text", "number") else _("Select an answer"),
    }
    return words[error.problem]


def cut_off() -> str:
    """What is said where only a part of a page arrived."""
    return _("Only part of this page reached us, so it is not saved yet. Check your answer and press Continue again.")


def not_saved_yet() -> str:
    """What is said where something typed waits that could stand as it is."""
    return _("This is what you typed before. Press Continue to save it.")


def with_calls(contact: str) -> Markup:
    """A line of a help page, its phone numbers made links that call and are never broken over two lines.

    A number is read from left to right in every language, and is called by the digits of a phone.
    """
    link = Markup('<a class="govuk-link app-call" dir="ltr" href="tel:{}">{}</a>')
    made, after = Markup(), 0
    for number in PHONE_NUMBER.finditer(contact):
        digits = "".join(str(unicodedata.digit(sign)) for sign in number[0] if sign != " ")
        made += escape(contact[after : number.start()]) + link.format(digits, number[0])
        after = number.end()
    made += escape(contact[after:])
    return Markup('<span lang="en" dir="ltr">{}</span>').format(made) if isinstance(contact, InEnglish) else made


def progress(sheet: Sheet, key: str) -> str:
    """How far along `key` is, and roughly how long is left: both shrink when a route leaves questions out."""
    to_come = remaining(sheet.survey, key)
    place = sheet.path.asked.index(key) + 1
    about = _("Question %(place)s of about %(total)s.", place=place, total=place - 1 + to_come)
    return Markup("{} {}").format(about, time_left(sheet.survey, to_come))


def time_left(survey: Survey, to_come: int) -> str:
    """How long `to_come` questions take, in whole minutes."""
    minutes = survey.minutes * to_come / len(survey.by_key)
    if minutes < 1:
        return _("Less than a minute left.")
    return counted("About %(num)s minute left.", "About %(num)s minutes left.", math.ceil(minutes))
