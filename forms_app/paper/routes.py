"""Routes between questions as a sheet of paper says them: "If you ticked “No”, go to question 7"."""

from dataclasses import dataclass

from forms_app.respond.translation import _
from forms_app.translations.speaking import say
from surveys.model.survey import END_OF_MODULE, Question, ResolvedModule, Route, Survey


@dataclass(frozen=True)
class Way:
    """Where one route leads: the number of a question, or None for the end of the questions."""

    route: Route
    number: int | None


def numbers_of(survey: Survey) -> dict[str, int]:
    """The number of each question on paper, by key, from 1."""
    return {key: number for number, key in enumerate(survey.by_key, 1)}


def ways_of(survey: Survey) -> dict[str, list[Way]]:
    """The routes of each question that lead past the next one, by key."""
    numbers = numbers_of(survey)
    ways: dict[str, list[Way]] = {}
    for module in survey.modules:
        for question in module.questions:
            leading = [Way(route, _target(numbers, module, question, route)) for route in question.routes]
            ways[question.key] = [way for way in leading if way.number != numbers[question.key] + 1]
    return ways


def way_in_words(question: Question, way: Way) -> str:
    """A way as a reader is told it, in the language being spoken."""
    where = _("go to the end of the questions") if way.number is None else _("go to question %(number)s", number=way.number)
    labels = {option.code: say(option.label) for option in question.options}
    ticked = [_("“%(answer)s”", answer=labels[code]) for code in way.route.when if code in labels]
    if ticked:
        answers = ticked[0] if len(ticked) == 1 else _("%(some)s or %(last)s", some=", ".join(ticked[:-1]), last=ticked[-1])
        return _("If you ticked %(answers)s, %(where)s.", answers=answers, where=where)
    lowest, highest = way.route.at_least, way.route.at_most
    if lowest is None and highest is None:
        return _("Now %(where)s.", where=where)
    low = question.at_least if lowest is None else lowest
    high = question.at_most if highest is None else highest
    return _("If your number is from %(low)s to %(high)s, %(where)s.", low=f"{low:g}", high=f"{high:g}", where=where)


def _target(numbers: dict[str, int], module: ResolvedModule, question: Question, route: Route) -> int | None:
    """The number of the question that a route leads to. A target that the survey leaves out is the next question."""
    keys = [one.key for one in module.questions]
    after = numbers[keys[-1]] + 1
    if route.go_to != END_OF_MODULE:
        ahead = route.go_to in keys and keys.index(route.go_to) > keys.index(question.key)
        return numbers[route.go_to] if ahead else numbers[question.key] + 1
    return after if after <= len(numbers) else None
