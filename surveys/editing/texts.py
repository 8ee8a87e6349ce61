"""Every text of a survey by name, in every language, and putting another in its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.model.common import Text, in_each
from surveys.model.survey import Question, Survey

PLAIN = ("text", "hint", "notice", "notice_named", "unit", "low_label", "high_label")


def as_text(found: Mapping[str, str]) -> Text | None:
    """A text of what stands in each language; None without English, which every other language falls back to."""
    filled = {code: words for code, words in found.items() if words}
    if "en" not in filled:
        return None
    return filled["en"] if len(filled) == 1 else filled


def with_words(text: Text | None, language: str, words: str) -> Text | None:
    """The text with other words in one language; none at all once English is empty."""
    return as_text({**in_each(text), language: words})


def texts_of(question: Question) -> dict[str, Text]:
    """A question's texts by name: `text`, `hint`, `options.yes.label`, `help.title`, `help.contacts.0`, …"""
    found: dict[str, Text | None] = {name: getattr(question, name) for name in PLAIN}
    for option in question.options:
        found[f"options.{option.code}.label"] = option.label
        found[f"options.{option.code}.hint"] = option.hint
    if question.help:
        found |= {"help.title": question.help.title, "help.text": question.help.text}
        found |= {f"help.contacts.{number}": contact for number, contact in enumerate(question.help.contacts)}
    return {name: text for name, text in found.items() if text}


def with_texts(question: Question, language: str, words: Mapping[str, str]) -> Question:
    """The question with these words in one language, by the names of `texts_of`. Unknown names change nothing."""
    texts = texts_of(question)
    new = {name: with_words(texts[name], language, said) or texts[name] for name, said in words.items() if name in texts}
    values: dict[str, Any] = {name: new[name] for name in PLAIN if name in new}
    values["options"] = [
        option.model_copy(
            update={
                part: new[f"options.{option.code}.{part}"]
                for part in ("label", "hint")
                if f"options.{option.code}.{part}" in new
            }
        )
        for option in question.options
    ]
    if question.help:
        contacts = [new.get(f"help.contacts.{number}", one) for number, one in enumerate(question.help.contacts)]
        parts = {part: new[f"help.{part}"] for part in ("title", "text") if f"help.{part}" in new}
        values["help"] = question.help.model_copy(update={**parts, "contacts": contacts})
    return question.model_copy(update=values)


def all_texts(survey: Survey) -> Iterator[tuple[str, Text]]:
    """Every text of a survey under a name that stays the same from edition to edition."""
    yield "survey.title", survey.title
    yield "survey.intro", survey.intro
    for module in survey.modules:
        yield f"module:{module.id}.title", module.title
        for question in module.questions:
            for name, text in texts_of(question).items():
                yield f"question:{question.key}.{name}", text


def languages_of(survey: Survey) -> set[str]:
    """The languages that any text of the survey is in."""
    return {"en"} | {code for _name, text in all_texts(survey) for code in in_each(text)}
