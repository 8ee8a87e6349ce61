"""The answer path: a pure function of (survey, answers so far).

Only answers are stored. What comes next, which answers count and what is missing are worked out here, each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.answers import Answer
from surveys.model.survey import END_OF_MODULE, ResolvedModule, Survey


@dataclass(frozen=True)
class Path:
    """Where a respondent is. `asked`: keys on the path so far, in order; `next_key`: the first one not yet dealt with."""

    asked: tuple[str, ...]
    next_key: str | None

    @property
    def complete(self) -> bool:
        """Whether every question on the path is dealt with."""
        return self.next_key is None

    def before(self, key: str) -> str | None:
        """The question asked before `key`, or None at the start."""
        place = self.asked.index(key) if key in self.asked else len(self.asked)
        return self.asked[place - 1] if place else None


def walk(survey: Survey, answers: Mapping[str, Answer]) -> Path:
    """Follow the routes through `survey` for as long as there are answers."""
    asked: list[str] = []
    for module in survey.modules:
        place: int | None = 0
        while place is not None and place < len(module.questions):
            question = module.questions[place]
            asked.append(question.key)
            answer = answers.get(question.key)
            if answer is None or (question.required and answer.skipped):
                return Path(tuple(asked), question.key)
            place = _place_after(module, place, answer)
    return Path(tuple(asked), None)


def answers_that_count(survey: Survey, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers on the path, in its order; those that fell off it stay out."""
    return {key: answers[key] for key in walk(survey, answers).asked if key in answers}


def remaining(survey: Survey, key: str | None) -> int:
    """How many questions are still to come from `key` on, at most: none is left out. 0 for None, the end of a path."""
    keys = list(survey.by_key)
    return 0 if key is None else len(keys) - keys.index(key)


def _place_after(module: ResolvedModule, place: int, answer: Answer) -> int | None:
    question = module.questions[place]
    for route in question.routes:
        if not answer.fits(route):
            continue
        if route.go_to == END_OF_MODULE:
            return None
        places = {other.key: number for number, other in enumerate(module.questions)}
        # A survey that leaves the target out goes on with what follows it in the module.
        target = places.get(route.go_to)
        return target if target is not None and target > place else place + 1
    return place + 1
