"""An exact figure, before protection."""

from dataclasses import dataclass, field
from fractions import Fraction

from site_builder.figures.means import Moments
from surveys.formula import read_formula
from surveys.model.measure import Measure
from surveys.model.source import Basis
from surveys.periods import Period

ALL = "all"


@dataclass(frozen=True)
class Figure:
    """One measure for one contract (or all), period, group and basis, exactly.

    `quantities` or `moments` are what it was worked out from, so that figures can be added; `available` is false where
    what it needs was not filed or recorded.
    """

    framework: str
    measure: Measure
    contract: str
    provider: str
    breakdown: str
    group: str
    period: Period
    basis: Basis
    contract_year: int
    quantities: dict[str, Fraction] = field(default_factory=dict)
    moments: Moments | None = None
    published: Fraction | None = None
    formula: str | None = None
    available: bool = True
    provisional: bool = False

    @property
    def value(self) -> Fraction | None:
        """The figure in the measure's unit; None where it does not apply (nothing to divide by) or is not available."""
        if self.published is not None:
            return self.published
        if not self.available:
            return None
        if self.moments is not None:
            return self.moments.mean
        return read_formula(self._formula).value(self.quantities)

    @property
    def ratio(self) -> tuple[Fraction, Fraction] | None:
        """Numerator and denominator of a share; None for a figure that is none."""
        if not self.available or self.moments is not None or self.published is not None:
            return None
        return read_formula(self._formula).ratio(self.quantities)

    @property
    def _formula(self) -> str:
        formula = self.formula or self.measure.formula
        return formula or next(iter(self.quantities))

    @property
    def series(self) -> tuple[str, str, str, str, str, str, str, str]:
        """What figures of one time series have in common."""
        return (
            self.framework, self.measure.id, self.contract, self.provider, self.breakdown, self.group,
            self.period.interval, self.basis,
        )  # fmt: skip
