"""What is said before a question that may show danger, and the help that follows it."""

import re

from flask import current_app

from surveys.model.common import Text, say
from surveys.model.survey import Help, Question, Survey

WITHIN_HOURS = 24
"""The clock where a survey offers no help of its own."""


def notice_text(question: Question, *, anonymous: bool) -> Text | None:
    """Who may see the answer and what will happen, in every language, true for rounds of this kind; None for nothing."""
    notice = question.notice if anonymous else question.notice_named or question.notice
    hours = str(question.help.within_hours if question.help else WITHIN_HOURS)
    if isinstance(notice, dict):
        return {language: words.replace("{hours}", hours) for language, words in notice.items()}
    return notice and notice.replace("{hours}", hours)


def notice_for(question: Question, *, anonymous: bool, language: str) -> str:
    """The notice in one language; "" where nothing is said."""
    return say(notice_text(question, anonymous=anonymous), language)


def help_of(survey: Survey) -> Help | None:
    """The help of the first question of a survey that offers any; None for a survey without."""
    return next((question.help for question in survey.by_key.values() if question.help), None)


def contacts_of(help_: Help) -> list[Text]:
    """The lines of people to call, in every language; the council's line with its number, where that is known.

    The words before the line's colon stay, as they name it. A line without a colon says the number after it.
    """
    number = current_app.config["SAFEGUARDING_NUMBER"]
    lines = list(help_.contacts)
    place = help_.council_line
    if number and place is not None and place < len(lines):
        line = lines[place]
        lines[place] = (
            {language: _with_number(words, number) for language, words in line.items()}
            if isinstance(line, dict)
            else _with_number(line, number)
        )
    return lines


def _with_number(words: str, number: str) -> str:
    name, _colon, _rest = words.partition(":")
    return f"{name.rstrip()}: {number}"


def hours_of(survey: Survey | None) -> int:
    """The shortest clock of a survey's questions, in hours."""
    found = [question.help.within_hours for question in survey.by_key.values() if question.help] if survey else []
    return min(found, default=WITHIN_HOURS)


def sentences(text: str) -> list[str]:
    """The sentences of a notice, each to stand by itself; an abbreviation within one does not end it."""
    parts: list[str] = []
    for part in re.split(r"(?<=[.?!؟۔।])\s+", text):
        if parts and part[:1].islower():
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    # Words that stayed English on a page in another language go on saying so.
    return [type(text)(part) for part in parts]
