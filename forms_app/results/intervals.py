"""Intervals: how far a figure may be from the one that everybody would give. The one place that works them out.

The library is loaded when it is first asked for: it takes a second, and no page for respondents needs it.
"""

from collections import Counter
from collections.abc import Mapping

Interval = tuple[float, float]


def share_interval(count: int, base: int) -> Interval:
    """The Wilson 95% interval of a share, both ends between 0 and 1. `base` must be above 0."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, base, alpha=0.05, method="wilson")
    return max(0.0, float(low)), min(1.0, float(high))


def difference_interval(count: int, base: int, other_count: int, other_base: int) -> Interval:
    """Newcombe's 95% interval (from the two Wilson intervals) of one share less another, both ends between -1 and 1."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(count, base, other_count, other_base, compare="diff", method="newcomb")
    return float(low), float(high)


def mean_interval(counted: Mapping[int, int]) -> Interval | None:
    """The 95% t interval of a mean of numbers with how often each was given; None for fewer than two numbers."""
    if sum(counted.values()) < 2:
        return None
    low, high = _described(counted).tconfint_mean(alpha=0.05)
    return float(low), float(high)


def mean_difference_interval(counted: Mapping[int, int], other: Mapping[int, int]) -> Interval | None:
    """Welch's 95% t interval of one mean less another; None where either has fewer than two, or none varies."""
    from statsmodels.stats.weightstats import CompareMeans

    if min(sum(counted.values()), sum(other.values())) < 2 or max(len(+Counter(counted)), len(+Counter(other))) < 2:
        return None
    low, high = CompareMeans(_described(counted), _described(other)).tconfint_diff(alpha=0.05, usevar="unequal")
    return float(low), float(high)


def _described(counted: Mapping[int, int]) -> "DescrStatsW":  # type: ignore[name-defined]  # noqa: F821
    from statsmodels.stats.weightstats import DescrStatsW

    return DescrStatsW(list(counted), weights=list(counted.values()))
