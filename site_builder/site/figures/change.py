"""Whether a figure has changed since a year earlier, said no more strongly than its interval allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from site_builder.site.evidence.model import Figure, Measure
from site_builder.site.figures.periods import same_period_last_year
from site_builder.site.figures.series import Series

Verdict = Literal[
    "better",
    "worse",
    "higher",
    "lower",
    "no_clear_change",
    "counted_up",
    "counted_down",
    "same",
    "uncertain",
    "not_comparable",
]

WORDS: dict[Verdict, str] = {
    "better": "Clear improvement",
    "worse": "Clearly worse",
    "higher": "Clearly higher",
    "lower": "Clearly lower",
    "no_clear_change": "No clear change",
    "counted_up": "Up",
    "counted_down": "Down",
    "same": "The same",
    "uncertain": "Too uncertain to compare",
    "not_comparable": "Can’t be compared: the question changed in between",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside the same period a year earlier."""

    now: Figure
    earlier: Figure
    verdict: Verdict

    @property
    def clear(self) -> bool:
        """Whether the two differ by more than chance explains."""
        return self.verdict in {"better", "worse", "higher", "lower"}

    @property
    def words(self) -> str:
        """The verdict as readers see it."""
        return WORDS[self.verdict]


def change_since_last_year(measure: Measure, series: Series, now: Figure, breaks: Sequence[date] = ()) -> Change | None:
    """`now` against the same period a year earlier in its series; None where that was not published.

    `breaks`: the days from which a question of the survey asked something else.
    """
    start, end = same_period_last_year(now.period_start, now.period_end)
    for earlier in series.figures:
        if (earlier.period_start, earlier.period_end) == (start, end) and earlier.value is not None:
            broken = any(earlier.period_start < day <= now.period_end for day in breaks_in(series, breaks))
            return Change(now, earlier, "not_comparable" if broken else _verdict(measure, now, earlier))
    return None


def breaks_in(series: Series, breaks: Sequence[date]) -> Sequence[date]:
    """The breaks that a series has: only answers to a survey have any."""
    return breaks if series.basis == "survey" else ()


def _verdict(measure: Measure, now: Figure, earlier: Figure) -> Verdict:
    assert now.value is not None
    assert earlier.value is not None
    if now.has_interval and earlier.has_interval:
        return _by_interval(measure, now, earlier)
    if now.unit in {"percent", "score"} and measure.subject == "people":
        return "uncertain"
    if now.value == earlier.value:
        return "same"
    return "counted_up" if now.value > earlier.value else "counted_down"


def _by_interval(measure: Measure, now: Figure, earlier: Figure) -> Verdict:
    """Clear only where the two 95% intervals do not overlap: a cautious rule, and one anyone can check by eye."""
    assert now.ci_low is not None
    assert now.ci_high is not None
    assert earlier.ci_low is not None
    assert earlier.ci_high is not None
    if now.ci_low > earlier.ci_high:
        return {"higher": "better", "lower": "worse"}.get(measure.direction, "higher")  # type: ignore[return-value]
    if now.ci_high < earlier.ci_low:
        return {"higher": "worse", "lower": "better"}.get(measure.direction, "lower")  # type: ignore[return-value]
    return "no_clear_change"
