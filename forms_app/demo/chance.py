"""Chance, all of it from one seed: draws that depend on nothing but the seed and what they are for."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from surveys.periods import Period

Thing = TypeVar("Thing")
Weighted = Sequence[tuple[Thing, float]]

MONTHLY = {1: 1.15, 2: 1.0, 3: 1.05, 4: 0.95, 5: 1.0, 6: 1.15, 7: 0.9, 8: 0.62, 9: 1.15, 10: 1.1, 11: 1.2, 12: 0.55}
"""How busy each month is: few come in August and December; Carers Week is in June, Carers Rights Day in November."""


def luck_of(seed: int, subject: str) -> Random:
    """A stream of chance for one subject, so that a change to one leaves the others as they were."""
    return Random(f"{seed}:{subject}")


def pick(luck: Random, choices: "Weighted[Thing]") -> Thing:
    """One of the choices, by their weights."""
    left = luck.random() * sum(weight for _, weight in choices)
    for choice, weight in choices:
        left -= weight
        if left < 0:
            return choice
    return choices[-1][0]


def some(luck: Random, mean: float) -> int:
    """A whole number around `mean` (Poisson)."""
    limit, number, product = math.exp(-mean), 0, luck.random()
    while product > limit:
        number += 1
        product *= luck.random()
    return number


def about(luck: Random, mean: float, spread: float, low: float, high: float) -> float:
    """A number around `mean` that stays between the ends."""
    return min(max(luck.gauss(mean, spread), low), high)


def working_day(luck: Random, start: date, end: date) -> date:
    """A weekday from `start` to `end`, busier months more often; the nearest day in range where there is none."""
    length = (end - start).days
    for _ in range(40):
        day = start + timedelta(days=luck.randint(0, length))
        if day.weekday() < 5 and luck.random() < MONTHLY[day.month] / 1.2:
            return day
    return start


def day_in(luck: Random, period: Period) -> date:
    """A weekday of a period."""
    return working_day(luck, period.start, period.end)


def weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() > 4 else day
