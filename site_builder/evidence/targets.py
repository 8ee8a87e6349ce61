"""Targets in force, and whether a figure reaches them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scipy.stats import binomtest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_app.models.filing import TargetOverride
from site_builder.figures.figure import ALL, Figure
from site_builder.protect.shown import Shown

Status = Literal["met", "close", "missed", "none"]
ROUNDED_BY = 2
"""A published count of people may stand for a number up to two lower or higher."""


@dataclass(frozen=True)
class Aim:
    """The target and stretch target in force for one figure, in the measure's unit; None where there is none."""

    target: float | None = None
    stretch: float | None = None
    strictly: bool = False


NO_AIM = Aim()


@dataclass(frozen=True)
class Aims:
    """Targets of the definitions, with what was agreed for single contracts in their place."""

    overrides: Mapping[tuple[str, str, str], TargetOverride]
    contracts: Mapping[str, list[str]]
    """The contracts under each framework."""

    def of(self, figure: Figure) -> Aim:
        """The aim for a figure. All contracts together have a share's target, or their only contract's."""
        if figure.breakdown != "none" or figure.basis == "published":
            return NO_AIM
        aim = self._defined(figure)
        contract = figure.contract
        if contract == ALL:
            contracts = self.contracts.get(figure.framework, [])
            if len(contracts) != 1:
                return aim if figure.measure.unit == "percent" else NO_AIM
            contract = contracts[0]
        override = self.overrides.get((contract, figure.measure.id, figure.period.interval))
        if override is None:
            return aim
        return Aim(_number(override.value, aim.target), _number(override.stretch, aim.stretch), aim.strictly)

    @staticmethod
    def _defined(figure: Figure) -> Aim:
        target = stretch = None
        strictly = False
        for one in figure.measure.targets:
            if (one.interval or figure.measure.interval) == figure.period.interval:
                target = one.value if one.value is not None else target
                stretch = one.stretch.get(figure.contract_year, stretch)
                strictly = strictly or one.strictly
        return Aim(target, stretch, strictly)


def read_aims(session: Session, contracts: Mapping[str, list[str]]) -> Aims:
    """The aims of an area."""
    overrides = {(row.contract, row.measure, row.interval): row for row in session.scalars(select(TargetOverride))}
    return Aims(overrides, contracts)


def status(shown: Shown, aim: Aim) -> Status:
    """Whether what is shown reaches the target: only what the reader can see is used, so the word gives nothing away."""
    direction = shown.of.measure.direction
    if aim.target is None or direction == "none" or shown.symbol not in ("", "p", "r"):
        return "none"
    ends = _ends(shown)
    if ends is None:
        return "none"
    low, high = ends
    if direction == "lower":
        low, high, target = -high, -low, -aim.target
    else:
        target = aim.target
    if low > target or (low == target and not aim.strictly):
        return "met"
    if high < target or (high == target and aim.strictly):
        return "missed"
    return "close"


def reached(value: Fraction, aim_value: float, direction: str, *, strictly: bool = False) -> bool:
    """Whether an exact figure reaches a value: payments go by this."""
    goal = Fraction(str(aim_value))
    if direction == "lower":
        return value < goal if strictly else value <= goal
    return value > goal if strictly else value >= goal


def _ends(shown: Shown) -> tuple[float, float] | None:
    if shown.ci_low is not None and shown.ci_high is not None:
        return shown.ci_low, shown.ci_high
    measure = shown.of.measure
    if shown.value is None:
        if shown.denominator is None or measure.unit != "percent":
            return None
        every = shown.label.startswith("95%")
        base = int(shown.denominator)
        interval = binomtest(base if every else 0, base).proportion_ci(method="wilson")
        return 100 * interval.low, 100 * interval.high
    if measure.subject == "people" and measure.unit == "count":
        return shown.value - ROUNDED_BY, shown.value + ROUNDED_BY
    return shown.value, shown.value


def _number(override: object, otherwise: float | None) -> float | None:
    return otherwise if override is None else float(str(override))
