"""Working out every measure of a framework, for each contract and for all of them together."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_app.models.filing import PublishedFigure
from site_builder.figures.answers import AnswerCounter
from site_builder.figures.figure import ALL, Figure
from site_builder.figures.filed import Filed, read_filed
from site_builder.figures.means import Moments
from site_builder.figures.pairs import Pairs
from site_builder.figures.published import published_figures
from site_builder.figures.records import Counter, Counts
from site_builder.figures.reviews_due import due_for_review
from site_builder.figures.slots import Slot, SlotTable, contracts_of, slots_of
from surveys.formula import read_formula
from surveys.library import Library
from surveys.model.framework import Framework
from surveys.model.measure import Measure
from surveys.model.source import Mean, Quantity, Way
from surveys.periods import Interval, Period
from surveys.vocabulary import COLUMNS

Worked = dict[str, Counts]
"""Quantities by name, each by (slot, group)."""


@dataclass
class Workshop:
    """Works the measures of one framework out, as the data stood on `as_of`."""

    session: Session
    library: Library
    framework: Framework
    as_of: date
    _slots: dict[Interval, list[Slot]] = field(default_factory=dict)
    _kept: dict[tuple[str, str, str | None], Counts] = field(default_factory=dict)

    def figures(self) -> Iterator[Figure]:
        """Every figure of the framework: each contract's, then all contracts' together, then published series."""
        for measure in self.framework.measures:
            for way in measure.ways:
                if way.basis == "published":
                    continue
                for interval in dict.fromkeys([measure.interval, *measure.also]):
                    # Groups are shown for one length of period only: a year's groups less its quarters' could name people.
                    broken_down = way.quantities and interval == measure.interval
                    for breakdown in [None, *(measure.breakdowns if broken_down else [])]:
                        own = list(self._of_contracts(measure, way, interval, breakdown))
                        yield from own
                        yield from together(own)
        stored = self.session.scalars(select(PublishedFigure).where(PublishedFigure.framework == self.framework.id))
        yield from published_figures(self.framework, list(stored))

    def _of_contracts(self, measure: Measure, way: Way, interval: Interval, breakdown: str | None) -> Iterator[Figure]:
        slots = self.slots(interval)
        if not slots:
            return
        if way.mean is not None:
            for number, moments in self._moments(way.mean, slots).items():
                yield replace(self._blank(measure, way, slots[number]), moments=moments)
            return
        if breakdown is not None and not _can_be_broken_down(way, breakdown):
            return
        worked = {name: self._quantity(quantity, slots, breakdown) for name, quantity in way.quantities.items()}
        if breakdown is not None:
            yield from self._by_group(measure, way, slots, breakdown, worked)
            return
        needed = _names_needed(measure, way)
        for number, slot in enumerate(slots):
            quantities = {name: counts[number, ALL] for name, counts in worked.items() if (number, ALL) in counts}
            available = needed <= quantities.keys()
            if available or (way.basis == "return" and self._return_is_late(way, slot)):
                yield replace(self._blank(measure, way, slot), quantities=quantities, available=available)

    def _by_group(self, measure: Measure, way: Way, slots: list[Slot], breakdown: str, worked: Worked) -> Iterator[Figure]:
        groups = {(number, group) for counts in worked.values() for number, group in counts if group != ALL}
        for number, group in sorted(groups):
            quantities = {name: counts.get((number, group), Fraction(0)) for name, counts in worked.items()}
            yield replace(self._blank(measure, way, slots[number]), breakdown=breakdown, group=group, quantities=quantities)

    def _blank(self, measure: Measure, way: Way, slot: Slot) -> Figure:
        settling = [q.records.settled_days for q in way.quantities.values() if q.records and q.records.settled_days]
        return Figure(
            self.framework.id, measure, slot.contract.contract, slot.contract.provider, "none", ALL, slot.period,
            way.basis, slot.contract_year, formula=way.formula,
            provisional=bool(settling) and self.as_of < slot.period.end + timedelta(days=max(settling)),
        )  # fmt: skip

    def slots(self, interval: Interval) -> list[Slot]:
        """The framework's slots of one length."""
        if interval not in self._slots:
            self._slots[interval] = slots_of(contracts_of(self.session, self.framework.id), interval, self.as_of)
        return self._slots[interval]

    def _quantity(self, quantity: Quantity, slots: list[Slot], breakdown: str | None) -> Counts:
        """A quantity by (slot, group). Slots for which it can't be known are left out."""
        key = (quantity.model_dump_json(exclude={"title"}), slots[0].period.interval, breakdown)
        if key not in self._kept:
            self._kept[key] = self._work_out(quantity, slots, breakdown)
        return self._kept[key]

    def _work_out(self, quantity: Quantity, slots: list[Slot], breakdown: str | None) -> Counts:
        if quantity.records:
            counted = self._counter.count(quantity.records, slots, breakdown)
            if breakdown is not None:
                return {key: count for key, count in counted.items() if self._recorded(quantity.records.of, slots[key[0]])}
            return {
                (number, ALL): counted.get((number, ALL), Fraction(0))
                for number, slot in enumerate(slots)
                if self._recorded(quantity.records.of, slot)
            }
        if quantity.survey:
            return self._answers.count(quantity.survey, slots)
        if quantity.score_pairs:
            return {(number, ALL): n for number, n in self._pairs.count(quantity.score_pairs, slots).items()}
        if quantity.due_reviews:
            counts = due_for_review(self.session, self.framework.serves, quantity.due_reviews.pick, slots, self._slot_table)
            return {
                (number, ALL): counts.get(number, Fraction(0))
                for number, slot in enumerate(slots)
                if self._recorded("people", slot) and self._recorded("reviews", slot)
            }
        return {
            (number, ALL): n for number, slot in enumerate(slots) if (n := self._filed_quantity(quantity, slot)) is not None
        }

    def _filed_quantity(self, quantity: Quantity, slot: Slot) -> Fraction | None:
        if quantity.from_return:
            return self._filed.quantity(quantity.from_return, slot)
        if quantity.reporting:
            return self._filed.reporting(quantity.reporting, slot)
        if quantity.decision:
            decision = self._filed.decision(slot, quantity.decision.element)
            return None if decision is None else Fraction(1 if quantity.decision.pick == "decided" else int(decision.met))
        return None

    def _moments(self, mean: Mean, slots: list[Slot]) -> dict[int, Moments]:
        if mean.score:
            return self._pairs.score_moments(mean.score, slots)
        if mean.goals:
            return self._pairs.goal_moments(mean.goals, slots)
        assert mean.answer is not None
        return self._answers.moments(mean.answer.question, slots)

    def _recorded(self, entity: str, slot: Slot) -> bool:
        if entity not in self._first_recorded:
            self._first_recorded[entity] = self._counter.first_recorded(entity)
        first = self._first_recorded[entity].get(slot.contract.provider)
        return first is not None and first <= slot.period.end

    def _return_is_late(self, way: Way, slot: Slot) -> bool:
        """Whether a return that this way needs should have been in: then the figure is shown as not available."""
        forms = {q.from_return.form for q in way.quantities.values() if q.from_return}
        return any(self._filed.overdue(form, slot) for form in forms)

    @cached_property
    def _first_recorded(self) -> dict[str, dict[str, date]]:
        return {}

    @cached_property
    def _slot_table(self) -> SlotTable:
        return SlotTable(self.session)

    @cached_property
    def _counter(self) -> Counter:
        return Counter(self.session, self.library, self.framework, self._slot_table)

    @cached_property
    def _answers(self) -> AnswerCounter:
        return AnswerCounter(self.session, self.library, self.framework, self._slot_table)

    @cached_property
    def _pairs(self) -> Pairs:
        return Pairs(self.session, self.library, self.framework)

    @cached_property
    def _filed(self) -> Filed:
        return read_filed(self.session, self.framework, self.as_of)


def _names_needed(measure: Measure, way: Way) -> frozenset[str]:
    formula = way.formula or measure.formula
    return read_formula(formula).names if formula else frozenset(way.quantities)


def _can_be_broken_down(way: Way, breakdown: str) -> bool:
    """Whether every quantity of a way is counted from records that hold the breakdown's column."""
    records = [quantity.records for quantity in way.quantities.values()]
    return all(one is not None and breakdown in COLUMNS[one.of] for one in records)


def together(figures: list[Figure]) -> Iterator[Figure]:
    """All contracts' figure for each period and group: quantities added first, the formula applied once.

    Contracts whose figure is not available are left out of the sum; where none has one there is none.
    """
    alike: dict[tuple[str, str, Period, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        alike[figure.breakdown, figure.group, figure.period, figure.basis].append(figure)
    for several in alike.values():
        known = [figure for figure in several if figure.available]
        first = replace(several[0], contract=ALL, provider=ALL, provisional=any(figure.provisional for figure in several))
        if not known:
            yield replace(first, available=False, quantities={})
        elif known[0].moments is not None:
            yield replace(first, available=True, moments=sum((f.moments for f in known if f.moments), Moments()))
        else:
            names = {name for figure in known for name in figure.quantities}
            total = {name: sum((f.quantities.get(name, Fraction(0)) for f in known), Fraction(0)) for name in names}
            yield replace(first, available=True, quantities=total)
