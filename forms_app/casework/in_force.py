"""Which clocks run for a provider on a day: those of its contracts in force, and the samples drawn for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from forms_app.app import library
from forms_app.casework.clocks import Draw
from forms_app.casework.tracks import Rule, Track, tracks_of
from forms_app.database import db
from forms_app.models.casework import ReviewSample
from forms_app.models.records import Contract
from surveys.periods import MONTHS, Period, add_months, periods_from


@dataclass(frozen=True)
class InForce:
    """What is to be done for the people of a provider. `samples`: those drawn that count today, by their ids."""

    tracks: tuple[Track, ...]
    samples: dict[int, Draw]


@dataclass(frozen=True)
class SampleRule:
    """A clock for a sample review with the day from which its periods are counted: the start of its contract."""

    rule: Rule
    starts_on: date

    def period(self, day: date) -> Period:
        """The period that `day` falls in."""
        sample = self.rule.clock.sample
        if sample is None:
            raise ValueError(f"clock {self.rule.clock.id!r} draws no sample")
        return list(periods_from(self.starts_on, sample.each, day, whole_only=False))[-1]


def contracts_in_force(day: date, provider: str | None = None) -> list[Contract]:
    """The contracts of every provider, or of one, that are in force on a day, the oldest first."""
    wanted = select(Contract).where(Contract.starts_on <= day, or_(Contract.ends_on.is_(None), Contract.ends_on >= day))
    if provider is not None:
        wanted = wanted.where(Contract.provider == provider)
    return list(db.session.scalars(wanted.order_by(Contract.starts_on, Contract.contract)))


def rules_of(contracts: Iterable[Contract]) -> list[tuple[Rule, date]]:
    """The clocks of these contracts of one provider, with the earliest start of a contract that each holds under."""
    found: dict[tuple[str, str], tuple[Rule, date]] = {}
    for contract in contracts:
        framework = library().frameworks.get(contract.framework)
        if framework is None:
            continue
        for clock in framework.clocks:
            if not clock.contracts or contract.contract in clock.contracts:
                rule = Rule(clock, clock.role or framework.serves, framework.id, framework.title)
                found.setdefault((framework.id, clock.id), (rule, contract.starts_on))
    return list(found.values())


def sample_rules(contracts: Iterable[Contract]) -> list[SampleRule]:
    """The clocks of these contracts of one provider for which people are drawn by lot."""
    return [SampleRule(rule, start) for rule, start in rules_of(contracts) if rule.clock.do == "sample_review"]


def in_force(provider: str, day: date) -> InForce:
    """The clocks that run for a provider's people on a day. Two queries. A provider has few contracts."""
    rules = [rule for rule, _start in rules_of(contracts_in_force(day, provider))]
    drawing = {(rule.framework, rule.clock.id): rule for rule in rules if rule.clock.do == "sample_review"}
    return InForce(tracks_of(rules), _drawn(provider, day, drawing) if drawing else {})


def _drawn(provider: str, day: date, rules: dict[tuple[str | None, str], Rule]) -> dict[int, Draw]:
    """The samples that count on a day: of the period under way, and of the one before, where a review is late."""
    wanted = select(ReviewSample).where(
        ReviewSample.provider == provider, ReviewSample.period_start <= day, ReviewSample.period_end >= add_months(day, -12)
    )
    found = {}
    for sample in db.session.scalars(wanted.order_by(ReviewSample.id)):
        rule = rules.get((sample.framework, sample.clock))
        if rule is not None and rule.clock.sample is not None:
            until = add_months(sample.period_end + timedelta(days=1), MONTHS[rule.clock.sample.each])
            if day < until:
                found[sample.id] = Draw(rule, sample.period_start, sample.period_end)
    return found
