"""How far two people who sorted the same words agree: Cohen's kappa, and how it reads."""

import math
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

FEWEST = 10
"""Fewer texts sorted by two say next to nothing of how far they agree."""
NOT_ENOUGH, UNDEFINED = "not-enough", "undefined"
READINGS = ((0.8, "almost-perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"), (0.0, "slight"))
"""Above each bound, up to the one before: Landis and Koch, "The measurement of observer agreement for categorical data",
Biometrics 33 (1977), page 165. Below 0: poor."""
Pair = tuple[frozenset[str], frozenset[str]]
"""The themes that the first and the second chose for one text."""


@dataclass(frozen=True)
class Agreement:
    """How often two said yes and no of the same things. `texts`: how many texts that is about."""

    texts: int
    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def decisions(self) -> int:
        """How many times the two are compared."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def agreed(self) -> int:
        """How many of those they agree on."""
        return self.both + self.neither

    @property
    def reading(self) -> str:
        """NOT_ENOUGH under ten texts, UNDEFINED where both always said the same one thing, else a word of the scale."""
        if self.texts < FEWEST:
            return NOT_ENOUGH
        if self.decisions in (self.both, self.neither):
            return UNDEFINED
        kappa = round(self._kappa[0], 2)
        return next((word for bound, word in READINGS if kappa > bound or (bound == kappa == 0)), "poor")

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa, from -1 to 1; None where it is not enough or undefined."""
        return None if self.reading in (NOT_ENOUGH, UNDEFINED) else self._kappa[0]

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95% interval; None without a kappa, and where the method gives no width (both always alike)."""
        if self.kappa is None or math.isclose(self._kappa[1], self._kappa[2], abs_tol=1e-6):
            return None
        return max(-1.0, self._kappa[1]), min(1.0, self._kappa[2])

    @cached_property
    def _kappa(self) -> tuple[float, float, float]:
        from statsmodels.stats.inter_rater import cohens_kappa

        with warnings.catch_warnings():
            # It also divides by a standard error that is 0 where one of the two always said the same.
            warnings.simplefilter("ignore", RuntimeWarning)
            found = cohens_kappa([[self.both, self.first_only], [self.second_only, self.neither]])
        return float(found.kappa), float(found.kappa_low), float(found.kappa_upp)


def agreement_on(theme: str, pairs: Sequence[Pair]) -> Agreement:
    """How far the two agree on one theme: whether each text speaks of it."""
    return _count([(theme in first, theme in second) for first, second in pairs], len(pairs))


def agreement_overall(themes: Iterable[str], pairs: Sequence[Pair]) -> Agreement:
    """How far they agree over all themes: each text with each theme is one decision."""
    themes = list(themes)
    decisions = [(theme in first, theme in second) for first, second in pairs for theme in themes]
    return _count(decisions, len(pairs))


def _count(decisions: list[tuple[bool, bool]], texts: int) -> Agreement:
    cells = [(True, True), (True, False), (False, True), (False, False)]
    return Agreement(texts, *(decisions.count(cell) for cell in cells))
