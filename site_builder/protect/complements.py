"""Groups within a total: one hidden group among several could be worked out from the rest (rule 5, within one table)."""

from collections import defaultdict

from site_builder.protect.people import CONFIDENTIAL, SMALLEST_BASE
from site_builder.protect.shown import Shown

FEWEST_HIDDEN = 2


def hide_complements(shown: list[Shown]) -> list[Shown]:
    """Where a table of groups hides some, hide the next smallest too, until two are hidden and hold 10 or more people."""
    tables: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(shown):
        figure = one.of
        if figure.breakdown != "none" and figure.measure.subject == "people" and figure.published is None:
            key = (figure.framework, figure.measure.id, figure.contract, figure.breakdown, figure.period, figure.basis)
            tables[key].append(place)
    result = list(shown)
    for places in tables.values():
        for place in _to_hide(places, result):
            result[place] = Shown(shown[place].of, CONFIDENTIAL, "c", because="complement")
    return result


def _to_hide(places: list[int], shown: list[Shown]) -> list[int]:
    hidden = [place for place in places if shown[place].hidden]
    if not hidden:
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
