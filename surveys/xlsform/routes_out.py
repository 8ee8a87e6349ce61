"""Routes written as conditions: when each question of a module is asked (`relevant`)."""

from collections.abc import Mapping, Sequence

from surveys.model.survey import END_OF_MODULE, Question, Route
from surveys.xlsform.conditions import ALWAYS, NEVER, Condition, Test, Whole


def asked_when(questions: Sequence[Question], names: Mapping[str, str]) -> list[Condition]:
    """When each question of a module is asked, as a condition on those before it; ALWAYS for most.

    A question is asked unless one before it is answered in a way that leads past it.
    """
    asked: list[Condition] = []
    for place in range(len(questions)):
        past = [_leads_past(questions, before, place, names, asked[before]) for before in range(place)]
        asked.append(all_of([negated(condition) for condition in past]))
    return asked


def _leads_past(
    questions: Sequence[Question], before: int, place: int, names: Mapping[str, str], asked: Condition
) -> Condition:
    """When the question at `before` sends people past the one at `place`. `asked`: when it is asked itself."""
    places = {question.key: number for number, question in enumerate(questions)}
    question = questions[before]
    taken: list[Condition] = []
    ways: list[Condition] = []
    for route in question.routes:
        target = len(questions) if route.go_to == END_OF_MODULE else places.get(route.go_to, before + 1)
        fits = _fits(route, names[question.key])
        if target > place and target > before:
            # A condition on an answer does not hold where there is none; "always" must say that it was asked.
            ways.append(all_of([*(negated(one) for one in taken), asked if fits == ALWAYS else fits]))
        if fits == ALWAYS:
            break
        taken.append(fits)
    return any_of(ways)


def _fits(route: Route, name: str) -> Condition:
    codes = any_of([Test(name, "selected", code) for code in route.when])
    bounds = [(">=", route.at_least), ("<=", route.at_most)]
    within = all_of([Test(name, sign, float(bound)) for sign, bound in bounds if bound is not None])
    return all_of([codes, within]) if route.when else within


def all_of(conditions: Sequence[Condition]) -> Condition:
    """All at once, without those that always hold."""
    left = list(dict.fromkeys(one for one in conditions if one != ALWAYS))
    if NEVER in left:
        return NEVER
    return left[0] if len(left) == 1 else Whole("and", tuple(left))


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Any of them, without those that never hold."""
    left = list(dict.fromkeys(one for one in conditions if one != NEVER))
    if ALWAYS in left:
        return ALWAYS
    return left[0] if len(left) == 1 else Whole("or", tuple(left))


def negated(condition: Condition) -> Condition:
    """The opposite, with no "not" before another."""
    if condition in (ALWAYS, NEVER):
        return NEVER if condition == ALWAYS else ALWAYS
    if isinstance(condition, Whole) and condition.sign == "not":
        return condition.parts[0]
    return Whole("not", (condition,))


def in_writing(condition: Condition, *, inside: bool = False) -> str:
    """A condition as a form writes it; "" for one that always holds."""
    if isinstance(condition, Test):
        reference = f"${{{condition.name}}}"
        if condition.sign == "selected":
            return f"selected({reference}, '{condition.value}')"
        return f"{reference} {condition.sign} {number_words(float(condition.value))}"
    if condition in (ALWAYS, NEVER):
        return "false()" if condition == NEVER else "true()" if inside else ""
    if condition.sign == "not":
        return f"not({in_writing(condition.parts[0])})"
    joined = f" {condition.sign} ".join(in_writing(part, inside=True) for part in condition.parts)
    return f"({joined})" if inside else joined


def number_words(value: float) -> str:
    """A number as a form writes it: `7`, `2.5`."""
    return str(int(value)) if value == int(value) else repr(value)
