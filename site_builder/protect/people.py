"""Figures about people: thresholds, rounding first, all or none (rules 2, 3, 4)."""

from fractions import Fraction

from scipy.stats import binomtest

from site_builder.figures.figure import Figure
from site_builder.protect.rounding import to_five, to_places
from site_builder.protect.shown import Shown
from site_builder.protect.words import in_words

SMALLEST_BASE = 10
SMALLEST_BASE_FOR_ALL_OR_NONE = 20
SMALLEST_BASE_FOR_PERCENTAGE = 30
CONFIDENTIAL = "[c]"
FEWER_THAN_TEN = "fewer than 10"


def share(figure: Figure, above: Fraction, below: Fraction) -> Shown:
    """A share of people, `above` of `below`."""
    if below < SMALLEST_BASE:
        return Shown(figure, CONFIDENTIAL, "c", because="primary")
    numerator, base = to_five(above), to_five(below)
    few = below < SMALLEST_BASE_FOR_PERCENTAGE
    if numerator <= 0 or numerator == base:
        if below < SMALLEST_BASE_FOR_ALL_OR_NONE:
            return Shown(figure, CONFIDENTIAL, "c", because="all or none")
        words = "less than 5%" if numerator <= 0 else "95% or more"
        return Shown(figure, words, "u" if few else "", denominator=base)
    if few:
        return Shown(figure, in_words(Fraction(numerator, base)), "u", denominator=base)
    percentage = to_places(Fraction(100 * numerator, base), 0)
    low = high = None
    if numerator < base:
        interval = binomtest(numerator, base).proportion_ci(confidence_level=0.95, method="wilson")
        low, high = to_places(100 * interval.low, 1), to_places(100 * interval.high, 1)
    return Shown(figure, f"{percentage:.0f}%", "", numerator, base, percentage, low, high)


def count(figure: Figure, number: Fraction) -> Shown:
    """A count of people, or another sum that comes from people, that stands alone."""
    if number < SMALLEST_BASE:
        alone = figure.breakdown == "none"
        return Shown(figure, FEWER_THAN_TEN if alone else CONFIDENTIAL, "c", because="primary")
    rounded = to_five(number)
    return Shown(figure, f"{rounded:,}", "", value=rounded)


def mean(figure: Figure) -> Shown:
    """A mean over people: base 10 or more, one decimal, with its 95% t interval."""
    moments = figure.moments
    if moments is None or moments.mean is None:
        return Shown(figure, "[z]", "z")
    if moments.count < SMALLEST_BASE:
        return Shown(figure, CONFIDENTIAL, "c", because="primary")
    interval = moments.interval()
    low, high = (to_places(end, 1) for end in interval) if interval else (None, None)
    value = to_places(moments.mean, 1)
    return Shown(figure, f"{value:.1f}".replace("-", "−"), "", None, to_five(moments.count), value, low, high)
