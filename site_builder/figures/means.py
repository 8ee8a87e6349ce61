"""Means as quantities that add up: how many, their sum, the sum of their squares."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from scipy.stats import t


@dataclass(frozen=True)
class Moments:
    """`count` values with their `total` and the total of their `squares`, all exact. Adding two pools their values."""

    count: int = 0
    total: Fraction = Fraction(0)
    squares: Fraction = Fraction(0)

    @classmethod
    def of(cls, values: Iterable[Fraction]) -> "Moments":
        """The moments of these values."""
        found = list(values)
        return cls(len(found), sum(found, Fraction(0)), sum((value * value for value in found), Fraction(0)))

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(self.count + other.count, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> Fraction | None:
        """The mean, or None of nothing."""
        return self.total / self.count if self.count else None

    def interval(self) -> tuple[float, float] | None:
        """The 95% t interval of the mean; None for fewer than two values."""
        if self.count < 2 or self.mean is None:
            return None
        variance = (self.squares - self.total * self.mean) / (self.count - 1)
        half = float(t.ppf(0.975, self.count - 1)) * sqrt(max(float(variance), 0.0) / self.count)
        return float(self.mean) - half, float(self.mean) + half
