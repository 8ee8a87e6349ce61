"""Whether a survey can be asked: the linter's rules for questions, and that nothing is left without words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveys.editing.texts import texts_of
from surveys.library import Library
from surveys.lint import identities, questions
from surveys.marked_yaml import Document, Finding
from surveys.model.codes import Codes
from surveys.model.common import say
from surveys.model.survey import Licence, Module, Survey

PLACE = re.compile(r"questions\[(\d+)\](?:\.(\w+))?")


@dataclass(frozen=True)
class Problem:
    """What keeps a survey from being published: its `code`, the question (None: the survey itself), the field.

    `message` is the linter's own sentence.
    """

    code: str
    key: str | None
    field: str
    message: str = ""


def problems(survey: Survey) -> list[Problem]:
    """Everything that is wrong, in the order of the questions."""
    found = [*_without_words(survey), *_of_the_linter(survey)]
    places = {key: number for number, key in enumerate(survey.by_key)}
    return sorted(dict.fromkeys(found), key=lambda one: places.get(one.key or "", -1))


def _without_words(survey: Survey) -> Iterator[Problem]:
    if not survey.by_key:
        yield Problem("no-questions", None, "questions")
    for name in ("title", "intro"):
        if not say(getattr(survey, name)).strip():
            yield Problem("no-words", None, name)
    for question in survey.by_key.values():
        if not say(question.text).strip():
            yield Problem("no-words", question.key, "text")
        texts = texts_of(question)
        for option in question.options:
            if f"options.{option.code}.label" not in texts:
                yield Problem("no-words", question.key, "options")
        if question.help and not ("help.title" in texts and "help.text" in texts):
            yield Problem("no-words", question.key, "help")


def _of_the_linter(survey: Survey) -> Iterator[Problem]:
    """The rules for modules, asked of the survey's parts as they would be of files."""
    licence = Licence(status="own", holder="", evidence="")
    parts = {
        module.id: Module(id=module.id, title=module.title, theme="all", licence=licence, questions=module.questions)
        for module in survey.modules
    }
    documents = {f"modules/{name}.yaml": Document(name, part.model_dump(), {}) for name, part in parts.items()}
    documents["codes.yaml"] = Document("codes.yaml", {}, {})
    codes = Codes(lists={}, option_sets={}, age_bands=[])
    library = Library({}, parts, {}, {}, codes, documents)
    for finding in [*identities.across_the_library(library), *questions.of_modules(library)]:
        if finding.grave:
            yield _problem(finding, parts)


def _problem(finding: Finding, parts: dict[str, Module]) -> Problem:
    place = PLACE.match(finding.field)
    if place is None:
        return Problem(finding.code, None, finding.field, finding.message)
    asked = parts[finding.file].questions[int(place[1])]
    return Problem(finding.code, asked.key, place[2] or "text", finding.message)
