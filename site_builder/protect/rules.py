"""The line that every figure passes on its way out. There is no other way out.

First each figure by itself (who counts, thresholds, rounding, all or none); then the rules that look at a whole
table at once, in `WHOLE_TABLE_RULES`: complements, crossing, time and the audit of all releases take their place there.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from site_builder.figures.figure import Figure
from site_builder.protect import people
from site_builder.protect.complements import hide_complements
from site_builder.protect.rounding import to_places
from site_builder.protect.shown import Shown
from site_builder.protect.words import with_unit

WholeTableRule = Callable[[list[Shown]], list[Shown]]

WHOLE_TABLE_RULES: tuple[WholeTableRule, ...] = (hide_complements,)


def protect(figures: Iterable[Figure]) -> list[Shown]:
    """What may be shown of each figure, in the same order."""
    shown = [show(figure) for figure in figures]
    for rule in WHOLE_TABLE_RULES:
        shown = rule(shown)
    return shown


def show(figure: Figure) -> Shown:
    """What may be shown of one figure, looked at by itself."""
    if figure.published is not None:
        value = to_places(figure.published, 2)
        return Shown(figure, with_unit(value, figure.measure.unit), value=value)
    if not figure.available:
        return Shown(figure, "[x]", "x")
    if figure.value is None:
        return Shown(figure, "[z]", "z")
    shown = _of_people(figure) if figure.measure.subject == "people" else _of_activity(figure)
    return replace(shown, symbol="p") if figure.provisional and not shown.symbol else shown


def _of_people(figure: Figure) -> Shown:
    if figure.moments is not None:
        return people.mean(figure)
    ratio = figure.ratio
    assert figure.value is not None
    if figure.measure.unit == "percent" and ratio is not None:
        return people.share(figure, *ratio)
    if ratio is not None and ratio[1] < people.SMALLEST_BASE:
        return Shown(figure, people.CONFIDENTIAL, "c", because="primary")
    if ratio is not None:
        value = to_places(figure.value, 1)
        return Shown(figure, with_unit(value, figure.measure.unit), value=value)
    return people.count(figure, figure.value)


def _of_activity(figure: Figure) -> Shown:
    assert figure.value is not None
    places = 2 if figure.measure.unit == "gbp" else 1
    value = to_places(figure.value, places)
    ratio = figure.ratio
    numerator, denominator = (to_places(part, 2) for part in ratio) if ratio else (None, None)
    if figure.moments is not None:
        denominator = figure.moments.count
    return Shown(figure, with_unit(value, figure.measure.unit), "", numerator, denominator, value)
