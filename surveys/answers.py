"""Answers as values: what was picked, typed or passed over, and whether it may stand."""

from dataclasses import dataclass

from surveys.model.survey import Question, Route


@dataclass(frozen=True)
class Answer:
    """One answer: codes picked, or a number, or a text; all three empty means the question was passed over."""

    codes: tuple[str, ...] = ()
    number: int | None = None
    text: str | None = None

    @property
    def skipped(self) -> bool:
        """Whether the question was passed over."""
        return not self.codes and self.number is None and not self.text

    def fits(self, route: Route) -> bool:
        """Whether this answer takes `route`."""
        if not route.when and route.at_least is None and route.at_most is None:
            return True
        if route.when and not set(route.when) & set(self.codes):
            return False
        if route.at_least is None and route.at_most is None:
            return True
        if self.number is None:
            return False
        return (route.at_least is None or self.number >= route.at_least) and (
            route.at_most is None or self.number <= route.at_most
        )


class AnswerError(ValueError):
    """The answer can't stand; `problem` is a code for the words shown beside the question."""

    def __init__(self, problem: str, **details: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.details = details


def read_answer(question: Question, given: list[str]) -> Answer:
    """Make an answer of what a form sent for `question` (a list of strings, perhaps empty).

    Raises AnswerError with problem `unknown-option`, `too-many`, `alone`, `not-a-number`, `out-of-range`, `too-long`
    or `required`.
    """
    values = [value.strip() for value in given if value.strip()]
    if not values:
        if question.required:
            raise AnswerError("required")
        return Answer()
    if question.kind in ("one", "many"):
        return _picked(question, values)
    if question.kind in ("number", "scale"):
        return _number(question, values[0])
    # A browser sends two characters for each new line, and counts one. No database takes a null character.
    text = values[0].replace("\r\n", "\n").replace("\0", "")
    if len(text) > question.max_length:
        raise AnswerError("too-long", limit=question.max_length, length=len(text))
    return Answer(text=text)


def _picked(question: Question, values: list[str]) -> Answer:
    allowed = question.codes()
    if any(value not in allowed for value in values):
        raise AnswerError("unknown-option")
    if question.kind == "one" and len(values) > 1:
        raise AnswerError("too-many")
    alone = {option.code for option in question.options if option.alone}
    if len(values) > 1 and alone & set(values):
        raise AnswerError("alone")
    return Answer(codes=tuple(code for code in allowed if code in values))


def _number(question: Question, value: str) -> Answer:
    if value in question.codes():
        return Answer(codes=(value,))
    try:
        number = int(value.replace(",", "").replace("_", "?"))
    except ValueError:
        raise AnswerError("not-a-number") from None
    if not question.at_least <= number <= question.at_most:
        raise AnswerError("out-of-range", low=question.at_least, high=question.at_most)
    return Answer(number=number)
