"""Slots: a contract and one of its periods, the unit for which every measure is worked out."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Column, Date, Integer, MetaData, String, Subquery, Table, select, text
from sqlalchemy.orm import Session

from forms_app.models.records import Contract
from surveys.periods import Interval, Period, add_months, contract_year, periods_from


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
        """The contract year in which the period begins; the first is 1."""
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


class SlotTable:
    """Slots as a temporary table that SQL can join, filled once for each list of slots and kind of window.

    Its columns: number of the slot, provider, the period's start and end, first and last day that count.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sets: dict[tuple[int, int | None, int | None], int] = {}
        self._kept: list[list[Slot]] = []
        self._table = Table(
            "figure_slot",
            MetaData(),
            Column("set", Integer),
            Column("slot", Integer),
            Column("provider", String(80)),
            Column("period_start", Date),
            Column("period_end", Date),
            Column("from_day", Date),
            Column("to_day", Date),
            prefixes=["TEMPORARY"],
        )
        session.execute(text("DROP TABLE IF EXISTS figure_slot"))
        self._table.create(session.connection())

    def of(self, slots: list[Slot], *, months_back: int | None = None, settled_days: int | None = None) -> Subquery:
        """The slots with their windows: the period, or so many months up to its end, or as far as it has settled."""
        key = (id(slots), months_back, settled_days)
        if key not in self._sets:
            self._kept.append(slots)
            self._sets[key] = len(self._sets)
            self._fill(self._sets[key], slots, months_back, settled_days)
        return select(self._table).where(self._table.c.set == self._sets[key]).subquery("slots")

    def _fill(self, number: int, slots: list[Slot], months_back: int | None, settled_days: int | None) -> None:
        rows = []
        for place, slot in enumerate(slots):
            start, end = slot.period.start, slot.period.end
            rows.append(
                {
                    "set": number,
                    "slot": place,
                    "provider": slot.contract.provider,
                    "period_start": start,
                    "period_end": end,
                    "from_day": add_months(end + timedelta(days=1), -months_back) if months_back else start,
                    "to_day": min(end, slot.as_of - timedelta(days=settled_days)) if settled_days else end,
                }
            )
        if rows:
            self._session.execute(self._table.insert(), rows)
