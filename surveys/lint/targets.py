"""Targets on the wrong side of their direction, or out of reach."""

import re
from collections.abc import Iterator
from itertools import pairwise

from surveys.lint.looking import Looking, in_words
from surveys.marked_yaml import FieldPath, Finding
from surveys.model.measure import Measure, Target
from surveys.periods import MONTHS

SETTLED_BY_A_READING = frozenset(
    {"direction-conflict", "stretch-below-target", "stretch-goes-back", "target-on-wrong-side"}
)
"""Errors that stop being errors once a recorded reading answers them."""

_UPPER = r"(?:less than|below|under|fewer than|no more than|at most|up to)"
_RATE = re.compile(
    r"\b(\d[\d,.]*\d|\d) (?:\w+ ){0,3}?(?:a|per|each|every) (week|month|quarter|year)\b(?! (?:in|for|from) each)"
)
_A_YEAR = {"week": 52, "month": 12, "quarter": 4, "year": 1}
_LOWER = r"(?:at least|more than|above|over|no fewer than|no less than|a minimum of)"


def on_the_wrong_side(looking: Looking) -> Iterator[Finding]:
    """A direction that the source, the words or the stretch values contradict (source 000, drop-ins; 004, KPI 6)."""
    for path, measure in looking.measures():
        if measure.source_direction and measure.source_direction != measure.direction:
            message = (
                f"the source calls {measure.source_direction} figures better, and this measure's direction is "
                f"{measure.direction!r}: which is meant?"
            )
            yield looking.error((*path, "source_direction"), message, "direction-conflict")
        for number, target in enumerate(measure.targets):
            where = (*path, "targets", number)
            if measure.direction == "none":
                message = "there is a target, and the direction is 'none': is higher or lower better?"
                yield looking.error(where, message, "target-without-direction")
                continue
            yield from _against_the_words(looking, where, measure, target)
            yield from _stretch(looking, where, measure, target)


def _against_the_words(looking: Looking, path: FieldPath, measure: Measure, target: Target) -> Iterator[Finding]:
    if target.value is None:
        return
    if measure.unit == "percent" and _odd_share(measure, target, target.value):
        message = (
            f"a target of {'more than ' if measure.direction == 'higher' else ''}{target.value:g}%, and "
            f"{measure.direction} is better: is it on the right side?"
        )
        yield looking.error((*path, "value"), message, "target-on-wrong-side")
    wrong = _UPPER if measure.direction == "higher" else _LOWER
    words = " ".join((measure.title, measure.description, target.each or "")).lower()
    found = re.search(rf"\b{wrong} {target.value:g}(?![\d.]*\d)", words)
    if found:
        message = f"the measure says {found[0]!r}, and its direction is {measure.direction!r}: which is meant?"
        yield looking.error((*path, "value"), message, "direction-conflict")


def _odd_share(measure: Measure, target: Target, value: float) -> bool:
    """Whether a share's target looks like the other direction's: most of them where fewer are better, or "below 20%"."""
    return value > 50 if measure.direction == "lower" else target.strictly and value < 50


def _stretch(looking: Looking, path: FieldPath, measure: Measure, target: Target) -> Iterator[Finding]:
    sign = 1 if measure.direction == "higher" else -1
    side = "below" if sign == 1 else "above"
    own = target.interval or measure.interval
    values = [target.stretch[year] for year in sorted(target.stretch)]
    if not values:
        return
    easiest = min(values, key=lambda value: sign * value)
    for other in measure.targets:
        interval = other.interval or measure.interval
        if other.value is not None and interval == own and _far(sign, easiest, other.value):
            both = f"are both for one {in_words(own)}?"
            message = f"the stretch value {easiest:g} is far from the target of {other.value:g}: {both}"
            yield looking.question((*path, "stretch"), message, "stretch-far-above-target")
        if other.value is None or sign * easiest >= sign * other.value:
            continue
        message = (
            f"the stretch value {easiest:g} is {side} the target of {other.value:g} a {in_words(interval)}, "
            f"and {measure.direction} is better"
        )
        if interval == own:
            yield looking.error((*path, "stretch"), message, "stretch-below-target")
        elif interval == measure.interval:
            message += f"; it is taken as a {in_words(own)}'s: is that what the source means?"
            yield looking.question((*path, "stretch"), message, "stretch-below-target")
    if any(sign * later < sign * earlier for earlier, later in pairwise(values)):
        message = "a later year's stretch value is easier than an earlier one's"
        yield looking.error((*path, "stretch"), message, "stretch-goes-back")


def _far(sign: int, stretch: float, target: float) -> bool:
    """Whether a stretch value is twice the target, or half of it where lower is better."""
    return target > 0 and (stretch >= 2 * target if sign == 1 else stretch <= target / 2)


def for_other_intervals(looking: Looking) -> Iterator[Finding]:
    """Targets whose intervals don't agree: a stretch for another interval, "3 a week" beside 36 a quarter (source 000)."""
    for path, measure in looking.measures():
        values = {t.interval or measure.interval: t.value for t in measure.targets if t.value is not None}
        for number, target in enumerate(measure.targets):
            own = target.interval or measure.interval
            if target.stretch and own != measure.interval and measure.interval in values:
                theirs = in_words(measure.interval)
                message = f"the stretch values are for each {in_words(own)}, and a target is for each {theirs}"
                yield looking.question((*path, "targets", number, "stretch"), message, "interval-conflict")
        adds_up = measure.unit in ("count", "hours", "gbp")
        for amount, interval in _RATE.findall(f"{measure.title}. {measure.description}") if adds_up else []:
            rate = float(amount.replace(",", "")) * _A_YEAR[interval]
            if values and all(rate != value * 12 / MONTHS[own] for own, value in values.items()):
                aims = " and ".join(f"{value:g} a {in_words(own)}" for own, value in values.items())
                message = f"{amount} a {interval} does not come to {aims}: which is meant?"
                yield looking.question((*path, "targets"), message, "interval-conflict")


def out_of_range(looking: Looking) -> Iterator[Finding]:
    """Percentages above 100 or below 0, counts below 0, contract years below 1."""
    for path, measure in looking.measures():
        top = 100.0 if measure.unit == "percent" else float("inf")
        for number, target in enumerate(measure.targets):
            where = (*path, "targets", number)
            values = {(*where, "value"): target.value} if target.value is not None else {}
            values |= {(*where, "stretch", year): value for year, value in target.stretch.items()}
            for place, value in values.items():
                if not 0 <= value <= top and measure.unit != "score":
                    message = (
                        f"{value:g} can't be reached: {'per cent runs from 0 to 100' if top == 100 else 'it is below 0'}"
                    )
                    yield looking.error(place, message, "target-out-of-range")
            if any(year < 1 for year in target.stretch):
                yield looking.error((*where, "stretch"), "the first contract year is 1", "target-out-of-range")
