"""Slots: a contract and one of its periods, the unit for which every measure is worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import CTE, Date, Integer, String, column, select, values
from sqlalchemy.orm import Session

from forms_app.models.records import Contract
from surveys.periods import Interval, Period, add_months, contract_year, periods_from

ROWS_A_STATEMENT = 2000
"""SQLite takes at most 32,766 bound values in one statement; a slot takes six."""


@dataclass(frozen=True)
class ContractFacts:
    """What figures need to know of a contract. `annual_value` in pounds."""

    contract: str
    framework: str
    provider: str
    starts_on: date
    ends_on: date | None
    annual_value: Decimal | None
    meeting_day: int | None


@dataclass(frozen=True)
class Slot:
    """One contract and one period of it. `as_of` is the day up to which data counts."""

    contract: ContractFacts
    period: Period
    as_of: date

    @property
    def contract_year(self) -> int:
        return contract_year(self.contract.starts_on, self.period.start)


def contracts_of(session: Session, framework: str) -> list[ContractFacts]:
    """The contracts under a framework, by id."""
    found = session.scalars(select(Contract).where(Contract.framework == framework).order_by(Contract.contract))
    return [
        ContractFacts(
            row.contract,
            row.framework,
            row.provider,
            row.starts_on,
            row.ends_on,
            row.annual_value,
            row.contract_meeting_day,
        )
        for row in found
    ]


def slots_of(contracts: list[ContractFacts], interval: Interval, as_of: date) -> list[Slot]:
    """Every period of `interval` that has ended by `as_of`, for each contract while it ran."""
    return [
        Slot(contract, period, as_of)
        for contract in contracts
        for period in periods_from(contract.starts_on, interval, min(as_of, contract.ends_on or as_of))
    ]


def slot_tables(slots: list[Slot], *, months_back: int | None = None, settled_days: int | None = None) -> Iterator[CTE]:
    """The slots as tables that SQL can join: number, provider, period's start and end, first and last day that count."""
    for first in range(0, len(slots), ROWS_A_STATEMENT):
        rows = []
        for number, slot in enumerate(slots[first : first + ROWS_A_STATEMENT], start=first):
            start, end = slot.period.start, slot.period.end
            from_day = add_months(end + timedelta(days=1), -months_back) if months_back else start
            to_day = min(end, slot.as_of - timedelta(days=settled_days)) if settled_days else end
            rows.append((number, slot.contract.provider, start, end, from_day, to_day))
        table = values(
            column("slot", Integer),
            column("provider", String),
            column("period_start", Date),
            column("period_end", Date),
            column("from_day", Date),
            column("to_day", Date),
            name="slots",
        ).data(rows)
        yield table.cte("slots")
