"""Rounding, always half up, from exact numbers."""

from fractions import Fraction
from math import floor

BASE = 5


def to_five(number: Fraction | int) -> int:
    """The nearest multiple of 5, half up (rule 3)."""
    return floor(Fraction(number) / BASE + Fraction(1, 2)) * BASE


def to_places(number: Fraction | float, places: int) -> float:
    """Rounded half up to `places` decimal places, once, from the exact number."""
    scale: int = 10**places
    exact = Fraction(number)
    sign = -1 if exact < 0 else 1
    return float(sign * Fraction(floor(abs(exact) * scale + Fraction(1, 2)), scale))
