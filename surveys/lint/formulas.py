"""Formulas against their quantities, and against the unit of the measure."""

import keyword
from collections.abc import Iterator

from surveys.formula import FormulaError, read_formula
from surveys.lint.looking import Looking, formula_of
from surveys.lint.references import nearest
from surveys.marked_yaml import FieldPath, Finding
from surveys.model.measure import Measure
from surveys.model.source import Way


def that_do_not_fit_their_quantities(looking: Looking) -> Iterator[Finding]:
    """Formulas that can't be read, use a name that is no quantity, or leave a quantity unused."""
    for path, measure in looking.measures():
        if measure.formula and not any(way.quantities and not way.formula for way in measure.ways):
            yield looking.error((*path, "formula"), "no way of this measure uses its formula", "formula-never-used")
    for path, measure, way in looking.ways():
        where = (*path, "formula") if way.formula else (*path[:2], "formula")
        yield from _unfit(looking, path, where, measure, way)


def _unfit(looking: Looking, path: FieldPath, where: FieldPath, measure: Measure, way: Way) -> Iterator[Finding]:
    names = list(way.quantities)
    for name in names:
        if not name.isidentifier() or keyword.iskeyword(name):
            message = f"{name!r} can't stand in a formula; use letters, digits and '_', starting with a letter"
            yield looking.error((*path, "quantities", name), message, "unknown-name")
    text = way.formula or measure.formula
    if text is None:
        if len(names) > 1:
            yield looking.error(path, f"needs a formula that says what to do with {', '.join(names)}", "formula-missing")
        return
    try:
        used = read_formula(text).names
    except FormulaError as error:
        yield looking.error(where, str(error), "unreadable-formula")
        return
    if not names:
        return
    for name in sorted(used - set(names)):
        message = f"{name!r} is no quantity of way {path[-1]} ({', '.join(names)}){nearest(name, names)}"
        yield looking.error(where, message, "unknown-name")
    for name in sorted(set(names) - used):
        message = f"the formula {text!r} never uses this quantity"
        yield looking.error((*path, "quantities", name), message, "quantity-never-used")


def at_odds_with_the_unit(looking: Looking) -> Iterator[Finding]:
    """Percentages that are no share × 100, shares × 100 that are no percentage, and words that ask for the other.

    Source 004, KPI 4 asks for "the number" of people, and gives a formula for a percentage.
    """
    for path, measure, way in looking.ways():
        formula = formula_of(measure, way)
        if formula is None:
            continue
        where = (*path, "formula") if way.formula else (*path[:2], "formula" if measure.formula else "unit")
        if measure.unit == "percent" and not formula.percentage:
            yield looking.error(where, "the unit is per cent, so the formula must be … ÷ … × 100", "unit-and-formula")
        elif measure.unit != "percent" and formula.percentage:
            message = f"the formula gives a percentage, and the unit is {measure.unit!r}; write 'percent'"
            yield looking.error(where, message, "unit-and-formula")
    for path, measure in looking.measures():
        is_share = measure.unit == "percent"
        if measure.asks_for == "number" and is_share:
            message = "the source's words ask for a number, and its formula is a percentage: which is meant?"
            yield looking.question((*path, "asks_for"), message, "number-or-percentage")
        if measure.asks_for == "percentage" and not is_share:
            message = "the source's words ask for a percentage, and what is worked out is a number: which is meant?"
            yield looking.question((*path, "asks_for"), message, "number-or-percentage")
