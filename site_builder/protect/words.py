"""Shares in words, for bases too small for a percentage (rule 2)."""

from fractions import Fraction

SHARES: tuple[tuple[Fraction, str], ...] = (
    (Fraction(15, 100), "a few"),
    (Fraction(30, 100), "about a quarter"),
    (Fraction(40, 100), "about a third"),
    (Fraction(60, 100), "about half"),
    (Fraction(70, 100), "about two thirds"),
    (Fraction(85, 100), "about three quarters"),
    (Fraction(1), "most"),
)
"""Each word serves shares below its bound; the last one all the rest."""


def in_words(share: Fraction) -> str:
    """The words for a share from 0 to 1."""
    return next((words for bound, words in SHARES if share < bound), SHARES[-1][1])


def with_unit(value: float, unit: str) -> str:
    """A number as people read it: "£1,250", "37 hours", "64%", "1,235"."""
    if unit == "gbp":
        sign = "−" if value < 0 else ""
        amount = f"{abs(value):,.2f}"
        return f"{sign}£{amount.removesuffix('.00')}"
    number = f"{value:,.1f}".removesuffix(".0").replace("-", "−")
    return {"percent": f"{number}%", "hours": f"{number} hours", "days": f"{number} days"}.get(unit, number)
