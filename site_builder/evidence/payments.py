"""Payment by results: what each contract has earned, can still reach, or has lost. Exact figures decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from site_builder.evidence.targets import Aims, reached
from site_builder.figures.figure import Figure
from site_builder.figures.filed import Filed
from site_builder.figures.slots import ContractFacts, Slot
from surveys.model.framework import Framework, Payment
from surveys.periods import Interval, Period, periods_from

State = Literal["earned", "reachable", "lost", "undecided"]
EXACT = "Worked out from exact figures."


@dataclass(frozen=True)
class PaymentRow:
    """One element of one contract year."""

    contract: str
    contract_year: int
    element: str
    weight_or_amount: str
    state: State
    reason: str


@dataclass(frozen=True)
class Statement:
    """Works the payment statement of one framework out."""

    framework: Framework
    contracts: list[ContractFacts]
    aims: Aims
    filed: Filed
    as_of: date
    headline: Mapping[tuple[str, str, Period], Figure]
    """The first available figure for each (contract, measure, period)."""

    def rows(self) -> Iterable[PaymentRow]:
        """The elements of every contract year that has begun, in order."""
        for contract in self.contracts:
            last = min(self.as_of, contract.ends_on or self.as_of)
            for year in periods_from(contract.starts_on, "year", last, whole_only=False):
                slot = Slot(contract, year, self.as_of)
                for payment in self.framework.payments:
                    state, reason = self._state(payment, slot)
                    yield PaymentRow(contract.contract, slot.contract_year, payment.id, worth(payment), state, reason)

    def _state(self, payment: Payment, slot: Slot) -> tuple[State, str]:
        if payment.when == "decided":
            return self._decided(payment, slot)
        if payment.when == "target_met":
            return self._target_met(payment, slot)
        return self._stretch_met(payment, slot)

    def _decided(self, payment: Payment, slot: Slot) -> tuple[State, str]:
        decision = self.filed.decision(slot, payment.id)
        if decision is None:
            return "undecided", "The commissioner has not decided yet."
        return ("earned" if decision.met else "lost"), f"Decided on {decision.decided_on:%-d %B %Y}: {decision.reason}"

    def _target_met(self, payment: Payment, slot: Slot) -> tuple[State, str]:
        if slot.period.end > self.as_of:
            return "reachable", "The contract year has not ended."
        figure = self._figure(payment, slot, slot.period)
        if figure is None or figure.value is None:
            return "undecided", "There is no figure for the year."
        if figure.provisional:
            return "undecided", "The year's figure is not final yet."
        aim = self.aims.of(figure)
        met = aim.target is not None and reached(figure.value, aim.target, figure.measure.direction, strictly=aim.strictly)
        return (
            "earned" if met else "lost"
        ), f"The year's figure {'reached' if met else 'did not reach'} the target. {EXACT}"

    def _stretch_met(self, payment: Payment, slot: Slot) -> tuple[State, str]:
        """Every quarter of the year must meet the stretch target; a monthly one, every month of the quarter."""
        if not self._has_stretch(payment, slot):
            return "undecided", "The framework sets no stretch target for this contract year."
        interval = self._stretch_interval(payment)
        met = missed = unknown = open_ = 0
        for quarter in slot.period.parts("quarter"):
            found = [self._reaches_stretch(payment, slot, part) for part in quarter.parts(interval)]
            if False in found:
                missed += 1
            elif quarter.end > self.as_of:
                open_ += 1
            elif None in found:
                unknown += 1
            else:
                met += 1
        ended = met + missed + unknown
        if not ended:
            return "reachable", "No quarter of the contract year has ended."
        of_all = f"of {ended} quarters{' so far' if open_ else ''}. {EXACT}".replace("1 quarters", "1 quarter")
        if missed:
            return "lost", f"Stretch target missed in {missed} {of_all}"
        if unknown:
            return "undecided", f"Stretch target met in {met} {of_all} There is no figure yet for {unknown}."
        return ("reachable" if open_ else "earned"), f"Stretch target met in {met} {of_all}"

    def _reaches_stretch(self, payment: Payment, slot: Slot, part: Period) -> bool | None:
        figure = self._figure(payment, slot, part)
        if figure is None or figure.value is None:
            return None
        aim = self.aims.of(figure)
        return None if aim.stretch is None else reached(figure.value, aim.stretch, figure.measure.direction)

    def _has_stretch(self, payment: Payment, slot: Slot) -> bool:
        measure = self.framework.measure(payment.measure or "")
        defined = any(slot.contract_year in target.stretch for target in measure.targets)
        agreed = self.aims.overrides.get((slot.contract.contract, measure.id, self._stretch_interval(payment)))
        return defined or (agreed is not None and agreed.stretch is not None)

    def _stretch_interval(self, payment: Payment) -> Interval:
        measure = self.framework.measure(payment.measure or "")
        return next((target.interval or measure.interval for target in measure.targets if target.stretch), measure.interval)

    def _figure(self, payment: Payment, slot: Slot, period: Period) -> Figure | None:
        return self.headline.get((slot.contract.contract, payment.measure or "", period))


def worth(payment: Payment) -> str:
    """What an element is worth, in words: "£12,500", or "20% of 10% of the contract's value"."""
    if payment.amount is not None:
        return f"£{payment.amount:,.0f}"
    return f"{payment.weight:g}% of {payment.share_of_contract:g}% of the contract's value"
