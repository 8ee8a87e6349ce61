"""Shares of what is finished only, in which the slow ones don't count until they end."""

import re
from collections.abc import Iterator

from surveys.lint.looking import Looking, formula_of
from surveys.marked_yaml import Finding
from surveys.model.source import Quantity

_FINISHED = re.compile(r"\b(complet|resolv|clos|finish|conclud)\w*", re.IGNORECASE)
_IN_TIME = re.compile(r"\b(within|in|inside|under)\s+(\d+|\w+)\s+(working\s+)?(days|weeks|months)\b", re.IGNORECASE)


def of_the_completed_only(looking: Looking) -> Iterator[Finding]:
    """Timeliness divided by what was completed, not by what was received (source 004, KPI 3).

    Records: the numerator has a condition on `days_to_complete`, the denominator counts by `completed_on`. Returns:
    the numerator's field is of things done within so many days, the denominator's of things completed, by their labels.
    """
    for path, measure, way in looking.ways():
        formula = formula_of(measure, way)
        if formula is None or not formula.percentage or not formula.names <= way.quantities.keys():
            continue
        parts = [way.quantities[name] for name in formula.names if name in (formula.numerator or "")]
        wholes = [way.quantities[name] for name in formula.names if name in (formula.denominator or "")]
        if any(_in_time(looking, part) for part in parts) and all(_finished(looking, whole) for whole in wholes):
            message = "divided by what was completed: one that drags on counts only once it ends. Is that what is meant?"
            yield looking.question((*path, "quantities"), message, "denominator-completed-only")


def _label(looking: Looking, quantity: Quantity) -> str:
    source = quantity.from_return
    field = looking.field(source.form, source.field) if source else None
    return " ".join(text for text in (quantity.title, field.label if field else None) if text)


def _in_time(looking: Looking, quantity: Quantity) -> bool:
    if quantity.records:
        return "days_to_complete" in quantity.records.where
    return bool(_IN_TIME.search(_label(looking, quantity)))


def _finished(looking: Looking, quantity: Quantity) -> bool:
    if quantity.records:
        return quantity.records.during == "completed_on"
    label = _label(looking, quantity)
    return bool(_FINISHED.search(label)) and not _IN_TIME.search(label)
