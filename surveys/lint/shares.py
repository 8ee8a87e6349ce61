"""Shares whose numerator may count what their denominator does not."""

import ast
from collections.abc import Iterator, Mapping

from surveys.formula import Formula, FormulaError
from surveys.lint.looking import Looking, formula_of
from surveys.marked_yaml import Finding
from surveys.model.returns import Form
from surveys.model.source import Condition, FromReturn, FromSurvey, Quantity, Records, Scalar, Way
from surveys.rules import name_in_rule, read_rule

_PART_OF_WHOLE = {("better", "both"), ("same", "both"), ("worse", "both"), ("on_time", "due"), ("reviewed", "due"),
                  ("met", "decided")}  # fmt: skip


def that_can_exceed_the_whole(looking: Looking) -> Iterator[Finding]:
    """Percentages whose numerator is not, as far as the definitions tell, a part of their denominator.

    A part: the same records with further conditions; answers of the same question; a sum that holds the numerator;
    fields of one form with a check that keeps the one within the other.
    """
    for path, measure, way in looking.ways():
        formula = formula_of(measure, way)
        if measure.unit != "percent" or formula is None or not formula.percentage:
            continue
        if not formula.names <= way.quantities.keys() or _is_part(looking, formula, way):
            continue
        message = (
            f"nothing keeps {formula.numerator!r} within {formula.denominator!r}: can the share exceed 100%? "
            "Count the same records, add a check to the form, or record a reading"
        )
        yield looking.question((*path, "quantities"), message, "numerator-may-exceed")


def _is_part(looking: Looking, formula: Formula, way: Way) -> bool:
    above, below = _summed(formula.numerator or ""), _summed(formula.denominator or "")
    if above and below and set(above) <= set(below) and len(set(above)) == len(above):
        return True
    if above and below and len(above) == 1:
        part = way.quantities[above[0]]
        if any(_is_part_of(part, way.quantities[name]) for name in below):
            return True
    return _kept_by_a_check(looking, formula, way)


def _summed(text: str) -> list[str] | None:
    """The names that a formula adds up; None for one that does anything else."""
    names: list[str] = []
    nodes: list[ast.expr] = [ast.parse(text, mode="eval").body]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Name):
            names.append(node.id)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            nodes += [node.left, node.right]
        else:
            return None
    return names


def _is_part_of(part: Quantity, whole: Quantity) -> bool:
    if part.records and whole.records:
        return _records_within(part.records, whole.records)
    if part.survey and whole.survey:
        return _answers_within(part.survey, whole.survey)
    for one, other in (
        (part.score_pairs, whole.score_pairs),
        (part.reporting, whole.reporting),
        (part.due_reviews, whole.due_reviews),
        (part.decision, whole.decision),
    ):
        if one is not None and other is not None:
            same = one.model_dump(exclude={"pick"}) == other.model_dump(exclude={"pick"})
            return same and (one.pick == other.pick or (one.pick, other.pick) in _PART_OF_WHOLE)
    return False


def _records_within(part: Records, whole: Records) -> bool:
    counted_alike = part.sum == whole.sum and (part.distinct == whole.distinct or part.distinct == "person")
    when = ("during", "as_at_end", "months_back", "settled_days")
    same_time = all(getattr(part, name) == getattr(whole, name) for name in when)
    # Whoever has a goal reviewed has a review that day.
    people_reviewed = part.distinct == whole.distinct == "person" and (part.of, whole.of) == ("goal_reviews", "reviews")
    same_rows = part.of == whole.of or people_reviewed
    return counted_alike and same_rows and same_time and _narrower(part.where, whole.where)


_Where = Mapping[str, Scalar | list[Scalar] | Condition]


def _narrower(part: _Where, whole: _Where) -> bool:
    """Whether every row that passes `part` passes `whole`."""
    return all(column in part and _implies(part[column], test) for column, test in whole.items())


def _implies(test: Scalar | list[Scalar] | Condition, other: Scalar | list[Scalar] | Condition) -> bool:
    if test == other:
        return True
    if isinstance(other, Condition):
        if other == Condition(present=True):
            return not isinstance(test, Condition) or bool(test.any_of or test.includes or test.at_least is not None
                                                           or test.at_most is not None or test.present)  # fmt: skip
        if other.any_of is None or other != Condition(any_of=other.any_of):
            return False
    if isinstance(test, Condition) and not test.any_of:
        return False
    return _values(test) <= _values(other)


def _values(test: Scalar | list[Scalar] | Condition) -> set[Scalar]:
    if isinstance(test, Condition):
        return set(test.any_of or [])
    return set(test) if isinstance(test, list) else {test}


def _answers_within(part: FromSurvey, whole: FromSurvey) -> bool:
    if part.question != whole.question:
        return False
    if whole.codes is None:
        codes = set(part.codes or [])
        in_range = (whole.at_least, whole.at_most) in ((None, None), (part.at_least, part.at_most))
        return in_range and not codes & (set(whole.leave_out) - set(part.leave_out)) and not codes & set(whole.leave_out)
    return part.codes is not None and set(part.codes) <= set(whole.codes)


def _kept_by_a_check(looking: Looking, formula: Formula, way: Way) -> bool:
    """Whether a check of the one form that all the quantities come from says numerator ≤ denominator."""
    fields: dict[str, FromReturn] = {
        name: quantity.from_return for name, quantity in way.quantities.items() if quantity.from_return
    }
    if not formula.names <= fields.keys() or len({fields[name].form for name in formula.names}) != 1:
        return False
    form = looking.form(next(iter(fields.values())).form)
    names = {name: name_in_rule(source.field) for name, source in fields.items()}
    above, below = _renamed(formula.numerator or "", names), _renamed(formula.denominator or "", names)
    return form is not None and any(_says(rule, above, below) for rule in _comparisons(form))


def _comparisons(form: Form) -> Iterator[tuple[str, str]]:
    """Pairs (smaller, larger) that the form's checks hold to."""
    for check in form.checks:
        try:
            rule = read_rule(check.rule)
        except FormulaError:
            continue
        left, right = _renamed(rule.left.text, {}), _renamed(rule.right.text, {})
        if rule.sign in ("<=", "<"):
            yield left, right
        elif rule.sign in (">=", ">"):
            yield right, left


def _says(pair: tuple[str, str], above: str, below: str) -> bool:
    """Whether smaller ≤ larger shows that above ≤ below: the same sums, in any order, or more on the smaller side."""
    smaller, larger = _summed(pair[0]), _summed(pair[1])
    part, whole = _summed(above), _summed(below)
    if None in (smaller, larger, part, whole):
        return pair == (above, below)
    return set(part or []) <= set(smaller or []) and set(larger or []) == set(whole or [])


def _renamed(text: str, names: Mapping[str, str]) -> str:
    tree = ast.parse(text, mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return ast.unparse(tree)
