"""The figures of one question: how many answered, what they answered, with which interval."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from forms_app.results.counting import PASSED_OVER, REFUSED, Counts, Given
from forms_app.results.intervals import Interval, share_interval
from forms_app.results.numbers import Numbers
from forms_app.results.series import Series
from surveys.model.common import say
from surveys.resolve import PREFER_NOT_TO_SAY


@dataclass(frozen=True)
class Share:
    """How many of `base` people gave one answer."""

    code: str
    label: str
    count: int
    base: int

    @property
    def percent(self) -> float:
        """The share, 0 to 100."""
        return 100 * self.count / self.base if self.base else 0.0

    @property
    def interval(self) -> Interval | None:
        """Its 95% interval, both ends 0 to 100; None where nobody answered."""
        if not self.base:
            return None
        low, high = share_interval(self.count, self.base)
        return 100 * low, 100 * high


@dataclass(frozen=True)
class QuestionFigures:
    """What is known of one series. `answered` + `passed_over` + `refused` were asked; `not_asked` were led past it."""

    series: Series
    answered: int
    passed_over: int
    refused: int
    not_asked: int
    picked: Counter[str] = field(default_factory=Counter)
    numbers: Numbers = field(default_factory=lambda: Numbers({}))
    themes: Counter[str] = field(default_factory=Counter)
    sorted_texts: int = 0

    @cached_property
    def shares(self) -> list[Share]:
        """Each option in the order of asking, then codes that are no option any more; shares are of those who answered."""
        return [Share(code, label, self.picked[code], self.answered) for code, label in self._labels()]

    @cached_property
    def theme_shares(self) -> list[Share]:
        """Each theme, as a share of the texts that were sorted."""
        labels = {theme.code: say(theme.label) for theme in self.series.question.coded_by_staff}
        labels |= {code: code for code in self.themes if code and code not in labels}
        return [Share(code, label, self.themes[code], self.sorted_texts) for code, label in labels.items()]

    def _labels(self) -> list[tuple[str, str]]:
        known = {one.code: say(one.label) for one in self.series.options if one.code != PREFER_NOT_TO_SAY}
        return [*known.items(), *((code, code) for code in sorted(self.picked) if code not in known)]


def figures_of(series: list[Series], counts: Counts) -> list[QuestionFigures]:
    """The figures of each series that anyone among the counted could have been asked."""
    return [_figures(one, counts) for one in series if any(counts.sent[version] for version in one.versions)]


def _figures(series: Series, counts: Counts) -> QuestionFigures:
    keys = [(version, series.question.key) for version in series.versions]
    given: Counter[Given] = Counter()
    themes: Counter[str] = Counter()
    for key in keys:
        given += counts.given.get(key, Counter())
        themes += counts.themes.get(key, Counter())
    passed_over, refused = given.pop(PASSED_OVER, 0), given.pop(REFUSED, 0)
    several = series.question.kind == "many"
    answered = sum(counts.people[key] for key in keys) if several else given.total()
    picked: Counter[str] = Counter()
    numbers: Counter[int] = Counter()
    for (code, number, _written), count in given.items():
        if code is not None:
            picked[code] += count
        elif number is not None:
            numbers[number] += count
    sent = sum(counts.sent[version] for version in series.versions)
    return QuestionFigures(
        series,
        answered,
        passed_over,
        refused,
        sent - answered - passed_over - refused,
        picked,
        Numbers(dict(sorted(numbers.items()))),
        themes,
        sum(counts.sorted_texts[key] for key in keys),
    )
