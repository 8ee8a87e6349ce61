"""Periods as a type: months, quarters, half years and contract years, counted from a contract's start."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Interval = Literal["month", "quarter", "half_year", "year"]

MONTHS: dict[Interval, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), or that month's last day where there is no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole days, both ends in it, of one interval."""

    start: date
    end: date
    interval: Interval

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def parts(self, interval: Interval) -> list["Period"]:
        """The shorter periods that make this one up. Raises ValueError for an interval that does not divide it."""
        if MONTHS[self.interval] % MONTHS[interval]:
            raise ValueError(f"a {interval} does not divide a {self.interval}")
        return list(periods_from(self.start, interval, self.end, whole_only=False))

    @property
    def name(self) -> str:
        """What people call it: "April 2025", "April to June 2025", "April 2025 to March 2026"."""
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{self.start:%B %Y}"
        if self.start.year == self.end.year:
            return f"{self.start:%B} to {self.end:%B %Y}"
        return f"{self.start:%B %Y} to {self.end:%B %Y}"


def periods_from(starts_on: date, interval: Interval, until: date, *, whole_only: bool = True) -> Iterator[Period]:
    """Yield the periods from a contract's start to `until` (a day, in it).

    With `whole_only`, those that have ended by then; else also the one under way.
    """
    months, number = MONTHS[interval], 0
    while True:
        start = add_months(starts_on, number * months)
        end = add_months(starts_on, (number + 1) * months) - timedelta(days=1)
        if start > until or (whole_only and end > until):
            return
        yield Period(start, end, interval)
        number += 1


def contract_year(starts_on: date, day: date) -> int:
    """The contract year that `day` falls in, the first being 1."""
    months = (day.year - starts_on.year) * 12 + day.month - starts_on.month
    if add_months(starts_on, months) > day:
        months -= 1
    return months // 12 + 1
