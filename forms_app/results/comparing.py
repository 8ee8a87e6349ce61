"""Two rounds of one survey side by side: what differs, and by how much more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms_app.results.figures import QuestionFigures, Share
from forms_app.results.intervals import Interval, difference_interval, mean_difference_interval
from forms_app.results.numbers import Numbers

HIGHER, LOWER, NO_EVIDENCE, NOT_ENOUGH = "higher", "lower", "no-evidence", "not-enough"


@dataclass(frozen=True)
class Difference:
    """One figure less the other's, with its 95% interval (percentage points for shares), and how that reads."""

    by: float | None
    interval: Interval | None

    @property
    def reading(self) -> str:
        """HIGHER or LOWER where the interval leaves 0 out; NO_EVIDENCE where it holds 0; NOT_ENOUGH without one."""
        if self.interval is None:
            return NOT_ENOUGH
        low, high = self.interval
        return HIGHER if low > 0 else LOWER if high < 0 else NO_EVIDENCE


@dataclass(frozen=True)
class SideBySide:
    """One question in both rounds. `shares`: each answer's two shares and their difference; the mean's where it has one."""

    figures: QuestionFigures
    other: QuestionFigures
    shares: list[tuple[Share, Share, Difference]]
    mean: Difference | None


def side_by_side(these: Sequence[QuestionFigures], others: Sequence[QuestionFigures]) -> list[SideBySide]:
    """The questions that both rounds asked with the same meaning; others can't be compared and are left out."""
    by_name = {one.series.name: one for one in others}
    return [_compared(one, by_name[one.series.name]) for one in these if one.series.name in by_name]


def _compared(figures: QuestionFigures, other: QuestionFigures) -> SideBySide:
    theirs = {share.code: share for share in other.shares}
    ours = {share.code: share for share in figures.shares}
    labels = {share.code: share.label for share in (*figures.shares, *other.shares)}
    pairs = []
    for code, label in labels.items():
        mine = ours.get(code, Share(code, label, 0, figures.answered))
        its = theirs.get(code, Share(code, label, 0, other.answered))
        pairs.append((mine, its, of_shares(mine, its)))
    mean = of_means(figures.numbers, other.numbers) if figures.numbers.base or other.numbers.base else None
    return SideBySide(figures, other, pairs, mean)


def of_shares(mine: Share, its: Share) -> Difference:
    """The difference of two shares in percentage points (Newcombe's interval)."""
    if not mine.base or not its.base:
        return Difference(None, None)
    low, high = difference_interval(mine.count, mine.base, its.count, its.base)
    return Difference(mine.percent - its.percent, (100 * low, 100 * high))


def of_means(mine: Numbers, its: Numbers) -> Difference:
    """The difference of two means (Welch's interval)."""
    if mine.mean is None or its.mean is None:
        return Difference(None, None)
    return Difference(mine.mean - its.mean, mean_difference_interval(mine.counted, its.counted))
