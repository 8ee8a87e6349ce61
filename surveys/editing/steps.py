"""Steps of an author: each makes the next survey of the one before."""

import re
from collections.abc import Callable, Collection, Sequence

from surveys.model.survey import END_OF_MODULE, Question, ResolvedModule, Survey
from surveys.xlsform.names import unused

NOT_WORDS = re.compile(r"[^a-z0-9]+")
WORDS_IN_A_KEY = 5


class NoSuchQuestion(KeyError):
    """The survey has no question with this key."""


def altered(survey: Survey, **values: object) -> Survey:
    """The survey with other values. A copy would keep the version and the index that the first one has worked out."""
    kept = {name: getattr(survey, name) for name in Survey.model_fields}
    return Survey.model_validate({**kept, **values})


def replaced(survey: Survey, key: str, question: Question) -> Survey:
    """The survey with `question` in the place of the one called `key`."""
    return _each(survey, module_of(survey, key), lambda asked: [question if one.key == key else one for one in asked])


def moved(survey: Survey, key: str, by: int) -> Survey:
    """The survey with a question one place earlier (-1) or later (1) in its part; at an end, the same survey."""
    module = module_of(survey, key)
    asked = list(module.questions)
    place = next(number for number, one in enumerate(asked) if one.key == key)
    there = place + by
    if not 0 <= there < len(asked):
        return survey
    asked[place], asked[there] = asked[there], asked[place]
    return _each(survey, module, lambda _asked: asked)


def added(survey: Survey, module_id: str, question: Question, after: str | None = None) -> Survey:
    """The survey with a new question in a part, behind `after`, or as the part's first. Raises NoSuchQuestion."""
    module = next((one for one in survey.modules if one.id == module_id), None)
    if module is None:
        raise NoSuchQuestion(module_id)
    keys = [one.key for one in module.questions]
    place = keys.index(after) + 1 if after in keys else 0
    return _each(survey, module, lambda asked: [*asked[:place], question, *asked[place:]])


def removed(survey: Survey, key: str) -> Survey:
    """The survey without a question. Routes to it lead to what follows it; a part left empty goes too."""
    module = module_of(survey, key)
    asked = [one for one in module.questions if one.key != key]
    after = _after(module.questions, key)
    asked = [_led(one, {key: after}) for one in asked]
    modules = [one.model_copy(update={"questions": asked}) if one is module else one for one in survey.modules]
    return altered(survey, modules=[one for one in modules if one.questions])


def settled(survey: Survey) -> Survey:
    """The survey with routes to questions that it leaves out written as what they do: go on with what follows."""
    modules = []
    for module in survey.modules:
        keys = {question.key for question in module.questions}
        asked = []
        for question in module.questions:
            missing = {route.go_to for route in question.routes} - keys - {END_OF_MODULE}
            asked.append(_led(question, dict.fromkeys(missing, _after(module.questions, question.key))))
        modules.append(module.model_copy(update={"questions": asked}))
    return altered(survey, modules=modules)


def new_key(survey: Survey, module_id: str, words: str, taken: Collection[str]) -> str:
    """A key for a new question, made of its part and its first words, that no other question has."""
    plain = "-".join(NOT_WORDS.sub(" ", words.lower()).split()[:WORDS_IN_A_KEY])[:40].strip("-")
    return unused(f"{module_id}.{plain or 'question'}", {*taken, *survey.by_key})


def new_code(words: str, taken: Collection[str]) -> str:
    """A code for a new answer, made of its words."""
    plain = "-".join(NOT_WORDS.sub(" ", words.lower()).split()[:WORDS_IN_A_KEY])[:40].strip("-")
    return unused(plain or "answer", taken)


def module_of(survey: Survey, key: str) -> ResolvedModule:
    """The part that a question stands in. Raises NoSuchQuestion."""
    for module in survey.modules:
        if any(question.key == key for question in module.questions):
            return module
    raise NoSuchQuestion(key)


def _after(asked: Sequence[Question], key: str) -> str:
    keys = [one.key for one in asked]
    place = keys.index(key) + 1
    return keys[place] if place < len(keys) else END_OF_MODULE


def _led(question: Question, elsewhere: dict[str, str]) -> Question:
    """The question with routes to the keys of `elsewhere` led there; a route to itself has nothing more to say."""
    if not any(route.go_to in elsewhere for route in question.routes):
        return question
    routes = [route.model_copy(update={"go_to": elsewhere.get(route.go_to, route.go_to)}) for route in question.routes]
    return question.model_copy(update={"routes": [route for route in routes if route.go_to != question.key]})


def _each(survey: Survey, module: ResolvedModule, change: Callable[[list[Question]], list[Question]]) -> Survey:
    modules = [
        one.model_copy(update={"questions": change(list(one.questions))}) if one is module else one
        for one in survey.modules
    ]
    return altered(survey, modules=modules)
