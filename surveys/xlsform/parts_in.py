"""Groups made modules, and conditions made routes."""

from dataclasses import dataclass

from surveys.model.common import Text
from surveys.model.survey import Question, ResolvedModule
from surveys.xlsform.conditions import ALWAYS, Condition, Test, Whole, tests_in
from surveys.xlsform.names import as_id, unused
from surveys.xlsform.questions_in import Asked
from surveys.xlsform.routes_in import routes_of
from surveys.xlsform.walking import Walk


@dataclass
class Part:
    """Questions that become one module: those of a top group, or those that stand between groups."""

    group: int
    asked: list[Asked]


def modules_of(walk: Walk, title: Text) -> list[ResolvedModule]:
    """The modules of a form, with routes for its conditions. A part whose questions depend on another's joins it."""
    _settle_conditions(walk)
    parts = _joined(_parts(walk), walk)
    made: list[ResolvedModule] = []
    for part in parts:
        group = walk.groups.get(part.group)
        key = as_id(group.key or group.name, "part") if group else f"{walk.survey_id}-questions"
        module_id = unused(key[:60], [module.id for module in made])
        words = (group.title or group.name if group else title) or module_id
        made.append(ResolvedModule(id=module_id, title=words, questions=_with_routes(part, walk)))
    return made


def _parts(walk: Walk) -> list[Part]:
    parts: list[Part] = []
    for asked in walk.asked:
        top = asked.group[0] if asked.group else 0
        if parts and parts[-1].group == top:
            parts[-1].asked.append(asked)
        else:
            parts.append(Part(top, [asked]))
    return parts


def _joined(parts: list[Part], walk: Walk) -> list[Part]:
    """Join parts where a condition in one speaks of a question in another, with all that stand between."""
    place_of = {asked.name: number for number, part in enumerate(parts) for asked in part.asked}
    bonds = [
        (place_of[test.name], number)
        for number, part in enumerate(parts)
        for asked in part.asked
        for test in tests_in(asked.condition)
    ]
    joined: list[Part] = []
    for number, part in enumerate(parts):
        if any(first < number <= last for first, last in bonds):
            _report_joining(joined[-1], part, walk)
            before = joined.pop()
            joined.append(Part(before.group or part.group, [*before.asked, *part.asked]))
        else:
            joined.append(part)
    return joined


def _report_joining(before: Part, part: Part, walk: Walk) -> None:
    group = walk.groups.get(part.group)
    why = "It became one part with the group before it, since a question depends on an answer there."
    if group and before.group != part.group:
        walk.report.add("survey", group.row, group.name, "changed", why)


def _settle_conditions(walk: Walk) -> None:
    """Give conditions the codes that answers have here; give up those that speak of nothing asked before."""
    before: dict[str, Asked] = {}
    for asked in walk.asked:
        unknown = sorted({test.name for test in tests_in(asked.condition)} - before.keys())
        if unknown:
            why = f"It is asked of everyone: when it is asked depends on “{unknown[0]}”, which is not asked before it."
            walk.report.add("survey", asked.row, asked.name, "changed", why)
            asked.condition = ALWAYS
        asked.condition = _recoded(asked.condition, before)
        before[asked.name] = asked


def _recoded(condition: Condition, before: dict[str, Asked]) -> Condition:
    if isinstance(condition, Test):
        found = before[condition.name].recoded
        return Test(condition.name, condition.sign, found.get(str(condition.value), condition.value))
    return Whole(condition.sign, tuple(_recoded(part, before) for part in condition.parts))


def _with_routes(part: Part, walk: Walk) -> list[Question]:
    questions = [asked.question for asked in part.asked]
    names = {asked.question.key: asked.name for asked in part.asked}
    routes, given_up = routes_of(questions, [asked.condition for asked in part.asked], names)
    for asked in part.asked:
        if asked.question.key in given_up:
            shown = f" ({asked.written})" if asked.written else ""
            why = f"It is asked of everyone: whether it was asked depends on more than the answer just before it{shown}."
            walk.report.add("survey", asked.row, asked.name, "changed", why)
    return [question.model_copy(update={"routes": routes.get(question.key, [])}) for question in questions]
