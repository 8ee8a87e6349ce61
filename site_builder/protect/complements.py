"""Groups within a total: one hidden group among several could be worked out from the rest (rule 5, within one table)."""

from collections import defaultdict
from collections.abc import Callable

from site_builder.figures.figure import ALL, Figure
from site_builder.protect.people import CONFIDENTIAL, SMALLEST_BASE
from site_builder.protect.shown import Shown

FEWEST_HIDDEN = 2


def hide_complements(shown: list[Shown]) -> list[Shown]:
    """Where a table hides some of its parts, hide the next smallest too, until two are hidden and hold 10 or more people.

    The parts of a total are the groups of a breakdown, and the contracts under all contracts together. What one table
    hides can be a part of another, so the tables are gone through until nothing more is hidden.
    """
    result = list(shown)
    tables = [*_tables(shown, _of_groups), *_tables(shown, _of_contracts)]
    while True:
        to_hide = [place for places in tables for place in _to_hide(places, result)]
        if not to_hide:
            return result
        for place in to_hide:
            result[place] = Shown(shown[place].of, CONFIDENTIAL, "c", because="complement")


def _tables(shown: list[Shown], key_of: Callable[[Figure], tuple[object, ...] | None]) -> list[list[int]]:
    """The places of the parts of each total, by what they have in common."""
    tables: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(shown):
        counts_people = one.of.measure.subject == "people" and one.of.published is None and one.of.value is not None
        key = key_of(one.of) if counts_people else None
        if key is not None:
            tables[key].append(place)
    return list(tables.values())


def _of_groups(figure: Figure) -> tuple[object, ...] | None:
    if figure.breakdown == "none":
        return None
    return figure.framework, figure.measure.id, figure.contract, figure.breakdown, figure.period, figure.basis


def _of_contracts(figure: Figure) -> tuple[object, ...] | None:
    if figure.contract == ALL:
        return None
    return figure.framework, figure.measure.id, figure.breakdown, figure.group, figure.period, figure.basis


def _to_hide(places: list[int], shown: list[Shown]) -> list[int]:
    hidden = [place for place in places if shown[place].hidden]
    if not hidden or len(places) == 1:
        return []
    open_ones = sorted((place for place in places if not shown[place].hidden), key=lambda place: _people(shown[place]))
    taken: list[int] = []
    while open_ones and (
        len(hidden) + len(taken) < FEWEST_HIDDEN or sum(_people(shown[place]) for place in hidden + taken) < SMALLEST_BASE
    ):
        taken.append(open_ones.pop(0))
    return taken


def _people(one: Shown) -> float:
    """How many people stand behind a figure: its base, or the count itself."""
    ratio = one.of.ratio
    if one.of.moments is not None:
        return one.of.moments.count
    return float(ratio[1] if ratio is not None else one.of.value or 0)
