"""Scales of a chart."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST_SPAN = 20.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low`..`high` onto `start`..`end` pixels; `ticks` are round numbers between."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()

    def at(self, value: float) -> float:
        """Where `value` lies, in pixels to one decimal."""
        span = self.high - self.low or 1
        return round(self.start + (value - self.low) / span * (self.end - self.start), 1)


def value_scale(values: list[float], unit: str, start: float, end: float) -> Scale:
    """A scale with four to six round ticks that holds all `values`; shares stay within 0 to 100.

    It starts at nought unless every value is far above it, where it would flatten the line; a share's scale spans
    at least 20 points, so that a small change does not look large.
    """
    low, high = min(values), max(values)
    if unit == "percent" and high - low < LEAST_SPAN:
        high = min(max(100.0, high), (low + high + LEAST_SPAN) / 2)
        low = max(min(0.0, low), high - LEAST_SPAN)
    if low >= 0 and low < 0.6 * high:
        low = 0.0
    if low == high:
        low, high = min(0.0, low), high or 1.0
    step = _round_step((high - low) / 4)
    if unit == "count":
        step = max(step, 1.0)
    bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
    if unit == "percent":
        bottom = max(bottom, min(0.0, low))
        top = min(top, max(100.0, high))
    count = round((top - bottom) / step)
    return Scale(bottom, top, start, end, tuple(round(bottom + index * step, 6) for index in range(count + 1)))


def _round_step(rough: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0):
        if rough <= factor * power:
            return factor * power
    return 10.0 * power
