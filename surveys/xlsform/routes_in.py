"""Conditions turned into routes: the way on from each question, worked out by trying every answer that matters.

A condition can be said by routes where the way on depends on nothing but the answer just given. Where it does not, the
condition that stands in the way is given up and named, so that its question is asked of everyone.
"""

import itertools
import math
from collections.abc import Mapping, Sequence

from surveys.answers import Answer
from surveys.model.survey import END_OF_MODULE, Question, Route
from surveys.xlsform.conditions import ALWAYS, Condition, Test, holds, tests_in

MOST_CODES = 8
MOST_STATES = 6_000
MOST_PATIENCE = 2
"""How often conditions may be too many to try. Then all that are left are given up: forms come from anywhere."""
Ways = dict[int, dict[int, set[int]]]
"""By place and number of the candidate answer: the places that can come next."""


def routes_of(
    questions: Sequence[Question], conditions: Sequence[Condition], names: Mapping[str, str]
) -> tuple[dict[str, list[Route]], list[str]]:
    """The routes of each question by key, and the keys whose condition had to be given up.

    `conditions` stand beside `questions`; `names` gives the name under which conditions speak of each key.
    """
    conditions, given_up, impatience = list(conditions), [], 0
    for place in _of_too_many_codes(questions, conditions, names):
        given_up.append(questions[place].key)
        conditions[place] = ALWAYS
    while True:
        candidates = [_candidates(question, names[question.key], conditions) for question in questions]
        routes: dict[str, list[Route]] = {}
        culprit = _first_is_conditional(conditions)
        ways = None if culprit is not None else _explore(questions, conditions, candidates, names)
        if ways is None and culprit is None:
            impatience += 1
            conditional = [place for place, one in enumerate(conditions) if one != ALWAYS]
            culprit = conditional[-1]
            for place in conditional[:-1] if impatience >= MOST_PATIENCE else []:
                given_up.append(questions[place].key)
                conditions[place] = ALWAYS
        for place, question in enumerate(questions):
            if culprit is not None or ways is None:
                break
            found = _ways_on(place, question, questions, candidates[place], ways.get(place, {}))
            if found is None:
                culprit = _in_the_way(ways[place], conditions)
            else:
                routes[question.key] = found
        if culprit is None:
            return routes, given_up
        given_up.append(questions[culprit].key)
        conditions[culprit] = ALWAYS


def _first_is_conditional(conditions: Sequence[Condition]) -> int | None:
    """A module always begins with its first question."""
    return 0 if conditions and conditions[0] != ALWAYS else None


def _of_too_many_codes(
    questions: Sequence[Question], conditions: Sequence[Condition], names: Mapping[str, str]
) -> list[int]:
    """The conditions that tell more answers of one question apart than can be tried together."""
    many = {names[question.key] for question in questions if question.kind == "many"}
    found: list[int] = []
    named: dict[str, set[str]] = {name: set() for name in many}
    for place, condition in enumerate(conditions):
        tests = [test for test in tests_in(condition) if test.name in many]
        if any(len(named[test.name] | {str(one.value) for one in tests}) > MOST_CODES for test in tests):
            found.append(place)
        else:
            for test in tests:
                named[test.name].add(str(test.value))
    return found


def _in_the_way(ways: Mapping[int, set[int]], conditions: Sequence[Condition]) -> int:
    unsettled = [targets for targets in ways.values() if len(targets) > 1] or list(ways.values())
    targets = sorted(set().union(*unsettled))
    return next(place for place in targets if place < len(conditions) and conditions[place] != ALWAYS)


def _candidates(question: Question, name: str, conditions: Sequence[Condition]) -> list[Answer]:
    """Answers to try: passed over first, then one for each way in which the conditions can tell answers apart."""
    tests = [test for condition in conditions for test in tests_in(condition) if test.name == name]
    answers = [] if question.required else [Answer()]
    if question.kind == "one":
        return answers + [Answer(codes=(code,)) for code in question.codes()]
    if question.kind == "many":
        named = [code for code in question.codes() if any(str(test.value) == code for test in tests)]
        others = [code for code in question.codes() if code not in named][:1]
        several = [*named, *others]
        sets = itertools.chain.from_iterable(itertools.combinations(several, size) for size in range(1, len(several) + 1))
        return answers + [Answer(codes=codes) for codes in sets]
    if question.kind == "text":
        words = [str(test.value) for test in tests if test.sign in ("=", "!=") and test.value != ""]
        return answers + [Answer(text=text) for text in dict.fromkeys(["…", *words])]
    return (
        answers
        + [Answer(number=number) for number in _numbers(question, tests)]
        + [Answer(codes=(code,)) for code in question.codes()]
    )


def _numbers(question: Question, tests: Sequence[Test]) -> list[int]:
    """Every number at which a comparison may turn, with its neighbours, from the lowest to the highest that is taken."""
    found = {question.at_least, question.at_most}
    for test in tests:
        try:
            bound = float(test.value)
        except ValueError:
            continue
        if math.isfinite(bound):
            found |= {math.floor(bound) - 1, math.floor(bound), math.ceil(bound), math.ceil(bound) + 1}
    return sorted(number for number in found if question.at_least <= number <= question.at_most)


def _explore(
    questions: Sequence[Question],
    conditions: Sequence[Condition],
    candidates: Sequence[list[Answer]],
    names: Mapping[str, str],
) -> Ways | None:
    """Every way through the module; None where there are too many to try."""
    spoken_of = [{test.name for test in tests_in(condition)} for condition in conditions]
    needed = [set().union(*spoken_of[place:]) for place in range(len(questions))] + [set()]
    ways: Ways = {}
    waiting: list[tuple[int, tuple[tuple[str, Answer], ...]]] = [(0, ())] if questions else []
    seen = set(waiting)
    while waiting:
        place, known = waiting.pop()
        for number, answer in enumerate(candidates[place]):
            answers = {**dict(known), names[questions[place].key]: answer}
            after = next(
                (later for later in range(place + 1, len(questions)) if holds(conditions[later], answers)), len(questions)
            )
            ways.setdefault(place, {}).setdefault(number, set()).add(after)
            # What no later condition asks for makes no difference any more.
            kept = tuple(
                sorted(((name, one) for name, one in answers.items() if name in needed[after]), key=lambda x: x[0])
            )
            if after < len(questions) and (after, kept) not in seen:
                seen.add((after, kept))
                waiting.append((after, kept))
        if len(seen) > MOST_STATES:
            return None
    return ways


def _ways_on(
    place: int, question: Question, questions: Sequence[Question], candidates: list[Answer], ways: Mapping[int, set[int]]
) -> list[Route] | None:
    """The routes of one question, or None where routes cannot say the ways on."""
    if any(len(targets) > 1 for targets in ways.values()):
        return None
    left = [(candidates[number], next(iter(targets))) for number, targets in sorted(ways.items())]
    if not left:
        return []
    targets = {target for _answer, target in left}
    passed_over = next((target for answer, target in left if answer.skipped), place + 1)
    if len(targets) == 1:
        return [] if targets == {place + 1} else [Route(go_to=_name_of(targets.pop(), questions))]
    routes = []
    for found, target in _told_apart(question, left, passed_over):
        routes.append(found.model_copy(update={"go_to": _name_of(target, questions)}))
        left = [(answer, to) for answer, to in left if not answer.fits(found)]
    if {target for _answer, target in left} - {passed_over}:
        return None
    if passed_over != place + 1:
        routes.append(Route(go_to=_name_of(passed_over, questions)))
    return routes


def _told_apart(question: Question, left: list[tuple[Answer, int]], passed_over: int) -> list[tuple[Route, int]]:
    """Routes by which the answers that do not lead where a question passed over leads find their ways."""
    if question.kind == "many":
        return _by_any_code(question, left, passed_over)
    found = []
    for target in sorted({target for _answer, target in left} - {passed_over}):
        codes = [answer.codes[0] for answer, to in left if answer.codes and to == target]
        if codes:
            found.append((Route(when=codes, go_to=""), target))
    numbers = [(answer.number, to) for answer, to in left if answer.number is not None]
    for target, run in itertools.groupby(numbers, key=lambda pair: pair[1]):
        held = [number for number, _to in run]
        if target == passed_over:
            continue
        low = held[0] if held[0] != numbers[0][0] else None
        high = held[-1] if held[-1] != numbers[-1][0] else None
        if low is None and high is None:
            low = held[0]
        found.append((Route(at_least=low, at_most=high, go_to=""), target))
    return found


def _by_any_code(question: Question, left: list[tuple[Answer, int]], passed_over: int) -> list[tuple[Route, int]]:
    """The same for a question with several answers: the first route of which any code was picked is taken."""
    left, found = list(left), []
    # The last code tried stands for all those that no condition names.
    tried = max((answer.codes for answer, _target in left), key=len, default=())
    untried = [code for code in question.codes() if code not in tried]
    while {target for _answer, target in left} - {passed_over}:
        sure = {}
        for code in question.codes():
            targets = {target for answer, target in left if code in answer.codes}
            if len(targets) == 1:
                sure[code] = targets.pop()
        if not sure:
            break
        target = next(iter(sure.values()))
        codes = [code for code, to in sure.items() if to == target]
        left = [(answer, to) for answer, to in left if not set(codes) & set(answer.codes)]
        codes += untried if untried and tried[-1] in codes else []
        found.append((Route(when=codes, go_to=""), target))
    return found


def _name_of(place: int, questions: Sequence[Question]) -> str:
    return questions[place].key if place < len(questions) else END_OF_MODULE
