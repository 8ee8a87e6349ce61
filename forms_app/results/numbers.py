"""Numbers that people gave, each with how often: mean, median, quartiles, and a few bars of how they spread."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from forms_app.results.intervals import Interval, mean_interval

MOST_BARS = 11
"""A scale from 0 to 10 has a bar for each number; wider spreads are put together."""


@dataclass(frozen=True)
class Numbers:
    """`counted`: how often each number was given, in order of the numbers."""

    counted: Mapping[int, int]

    @cached_property
    def base(self) -> int:
        """How many gave a number."""
        return sum(self.counted.values())

    @property
    def mean(self) -> float | None:
        """The mean, or None where nobody gave a number."""
        return float(Fraction(sum(n * times for n, times in self.counted.items()), self.base)) if self.base else None

    @property
    def interval(self) -> Interval | None:
        """The mean's 95% interval; None for fewer than two."""
        return mean_interval(self.counted)

    def quantile(self, share: Fraction) -> float | None:
        """The value below which a share of the numbers lies, with two neighbours weighed as most programs do.

        Hyndman and Fan's seventh definition (R's default, NumPy's, Excel's QUARTILE.INC).
        """
        if not self.base:
            return None
        place = share * (self.base - 1)
        low = int(place)
        below, above = self._at(low), self._at(min(low + 1, self.base - 1))
        return float(below + (place - low) * (above - below))

    @property
    def median(self) -> float | None:
        """The middle number."""
        return self.quantile(Fraction(1, 2))

    @property
    def quartiles(self) -> tuple[float, float] | None:
        """A quarter of the numbers lie below the first, a quarter above the second."""
        low, high = self.quantile(Fraction(1, 4)), self.quantile(Fraction(3, 4))
        return None if low is None or high is None else (low, high)

    def bars(self, lowest: int | None = None, highest: int | None = None) -> list[tuple[str, int]]:
        """What each bar stands for ("7", "10–19") and how many gave it; from `lowest` to `highest` where they are few."""
        if not self.counted:
            return []
        low, high = min(self.counted), max(self.counted)
        if lowest is not None and highest is not None and highest - lowest < MOST_BARS:
            low, high = min(low, lowest), max(high, highest)
        width = -(-(high - low + 1) // MOST_BARS) if high - low >= MOST_BARS else 1
        bars = []
        for start in range(low, high + 1, width):
            end = min(start + width - 1, high)
            times = sum(times for number, times in self.counted.items() if start <= number <= end)
            bars.append((str(start) if start == end else f"{start}–{end}", times))
        return bars

    def _at(self, place: int) -> int:
        passed = 0
        for number, times in self.counted.items():
            passed += times
            if place < passed:
                return number
        raise IndexError(place)
