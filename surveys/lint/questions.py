"""Questions and their routes: cycles, routes to nothing, questions nobody can reach."""

from collections import deque
from collections.abc import Iterator, Sequence

from surveys.library import Library
from surveys.lint.references import nearest
from surveys.marked_yaml import Document, FieldPath, Finding
from surveys.model.survey import END_OF_MODULE, Question


def of_modules(library: Library) -> Iterator[Finding]:
    """Findings in each module's questions, in the order they are written."""
    for name, module in library.modules.items():
        document = library.documents[f"modules/{name}.yaml"]
        for number, question in enumerate(module.questions):
            yield from _answers(document, ("questions", number), question)
            yield from _notices(document, ("questions", number), question)
        yield from _routes(document, module.questions)
        yield from _unreachable(document, module.questions, [("questions", n) for n in range(len(module.questions))])


def of_surveys(library: Library) -> Iterator[Finding]:
    """Findings in how surveys put modules together: an order that turns a route back, a short form of nothing."""
    for name, survey in library.surveys.items():
        document = library.documents[f"surveys/{name}.yaml"]
        if survey.short_form_of and survey.short_form_of not in library.surveys:
            message = f"there is no survey {survey.short_form_of!r}{nearest(survey.short_form_of, library.surveys)}"
            yield document.finding(("short_form_of",), message, "no-such-survey")
        seen: set[str] = set()
        for number, module in enumerate(survey.modules):
            for question in module.questions:
                if question.key in seen:
                    message = f"{question.key!r} is asked twice in this survey"
                    yield document.finding(("modules", number), message, "repeated-id")
                seen.add(question.key)
            places = {question.key: place for place, question in enumerate(module.questions)}
            written = [question.key for question in library.modules[module.id].questions]
            for question in module.questions:
                for route in question.routes:
                    if route.go_to in written[: written.index(question.key) + 1]:
                        continue
                    if places.get(route.go_to, len(places)) <= places[question.key]:
                        cycle = _cycle(module.questions, places[route.go_to], places[question.key])
                        message = f"in this order the route of {question.key!r} leads back: {cycle}"
                        yield document.finding(("modules", number, "only"), message, "route-cycle")


def _answers(document: Document, path: FieldPath, question: Question) -> Iterator[Finding]:
    known = question.codes()
    if question.kind in ("one", "many") and len(known) < 2:
        yield document.finding(path, "needs at least two options to choose from", "too-few-options")
    if question.kind in ("number", "scale") and question.at_least >= question.at_most:
        message = f"at_least {question.at_least} leaves nothing below at_most {question.at_most}"
        yield document.finding(path, message, "empty-range")
    named = [
        ((*path, "routes", number, "when", place), code)
        for number, route in enumerate(question.routes)
        for place, code in enumerate(route.when)
    ]
    named += [
        ((*path, "help", "after", place), code) for place, code in enumerate(question.help.after if question.help else [])
    ]
    named += [((*path, "helper", code), code) for code in question.helper]
    for where, code in named:
        if code not in known:
            message = f"{question.key!r} has no answer {code!r}{nearest(code, known)}"
            yield document.finding(where, message, "no-such-code")


def _notices(document: Document, path: FieldPath, question: Question) -> Iterator[Finding]:
    """Whoever may be in danger should know who reads the answer before they give it."""
    if question.help is None:
        return
    for name, rounds in (("notice", "anonymous rounds"), ("notice_named", "rounds with names")):
        if getattr(question, name) is None:
            message = f"offers help and says nothing before it: who sees the answer in {rounds}, and what happens then?"
            yield document.finding((*path, name), message, "help-without-notice", grave=False)


def _routes(document: Document, questions: Sequence[Question]) -> Iterator[Finding]:
    places = {question.key: number for number, question in enumerate(questions)}
    for number, question in enumerate(questions):
        for route_number, route in enumerate(question.routes):
            path = ("questions", number, "routes", route_number, "go_to")
            if route.go_to == END_OF_MODULE:
                continue
            if route.go_to not in places:
                message = f"there is no question {route.go_to!r} in this module{nearest(route.go_to, places)}"
                yield document.finding(path, message, "no-such-question")
            elif places[route.go_to] <= number:
                message = f"leads back, so it could be asked for ever: {_cycle(questions, places[route.go_to], number)}"
                yield document.finding(path, message, "route-cycle")


def _cycle(questions: Sequence[Question], start: int, end: int) -> str:
    """The shortest way from question `start` to `end`, then back to `start`, as keys."""
    before: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting and end not in before:
        here = waiting.popleft()
        for after in _next_places(questions, here):
            if after not in before:
                before[after] = here
                waiting.append(after)
    keys, here = [questions[start].key], end
    while here in before and here != start:
        keys.append(questions[here].key)
        here = before[here]
    keys += [] if end in before else [questions[end].key]
    return " → ".join([questions[start].key, *reversed(keys[1:]), questions[start].key])


def _next_places(questions: Sequence[Question], place: int) -> Iterator[int]:
    """Where a respondent may come after a question: its routes, and what follows it unless every answer is routed."""
    question = questions[place]
    places = {other.key: number for number, other in enumerate(questions)}
    routed: set[str] = set()
    for route in question.routes:
        target = places.get(route.go_to, len(questions) if route.go_to == END_OF_MODULE else place + 1)
        if target < len(questions):
            yield target
        if not route.when and route.at_least is None and route.at_most is None:
            return
        if route.at_least is None and route.at_most is None:
            routed |= set(route.when)
    # A question that may be passed over always leads on: an empty answer takes no route.
    every_answer_routed = question.required and question.kind in ("one", "many") and set(question.codes()) <= routed
    if place + 1 < len(questions) and not every_answer_routed:
        yield place + 1


def _unreachable(document: Document, questions: Sequence[Question], paths: list[FieldPath]) -> Iterator[Finding]:
    reached = {0}
    waiting = [0]
    while waiting:
        for after in _next_places(questions, waiting.pop()):
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    for number in sorted(set(range(len(questions))) - reached):
        message = "no way through the module leads to this question"
        yield document.finding(paths[number], message, "unreachable-question")
