"""Where every return stands: coming, due, late, filed in time or late."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.models.filing import FiledReturn, ReturnDraft
from forms_app.models.records import Contract
from forms_app.returns.blueprint import Asked
from forms_app.returns.periods import asked_periods, ended

State = Literal["coming", "due", "late", "filed"]


@dataclass(frozen=True)
class Standing:
    """One return and where it stands. `version` counts (0: not filed); `received_on` is the first version's day."""

    asked: Asked
    state: State
    version: int
    received_on: date | None
    filed_on: date | None
    has_draft: bool

    @property
    def in_time(self) -> bool | None:
        """Whether it was received by its due day; None where it was not filed, or nobody knows when."""
        return None if self.received_on is None else self.received_on <= self.asked.due_on


def read_standings(contracts: Iterable[Contract], today: date) -> list[Standing]:
    """Every return of `contracts` from their start to today, the newest period first."""
    found = list(contracts)
    providers = sorted({contract.provider for contract in found})
    filed: dict[tuple[str, str, str, date], list[tuple[int, date | None]]] = {}
    # Served by uq_filed_return_version.
    rows = select(
        FiledReturn.provider, FiledReturn.framework, FiledReturn.form, FiledReturn.period_start,
        FiledReturn.version, FiledReturn.filed_on,
    ).where(FiledReturn.provider.in_(providers)).order_by(FiledReturn.version)  # fmt: skip
    for *key, version, filed_on in db.session.execute(rows):
        filed.setdefault(tuple(key), []).append((version, filed_on))  # type: ignore[arg-type]
    drafts = {
        tuple(row)
        for row in db.session.execute(
            select(ReturnDraft.provider, ReturnDraft.framework, ReturnDraft.form, ReturnDraft.period_start).where(
                ReturnDraft.provider.in_(providers)
            )
        )
    }
    standings = []
    for asked in _all_asked(found, today):
        versions = filed.get(asked.key, [])
        standings.append(
            Standing(
                asked,
                _state(asked, bool(versions), today),
                versions[-1][0] if versions else 0,
                versions[0][1] if versions else None,
                versions[-1][1] if versions else None,
                asked.key in drafts,
            )
        )
    return sorted(standings, key=lambda one: (one.asked.period.end, one.asked.due_on), reverse=True)


def _all_asked(contracts: list[Contract], today: date) -> Iterator[Asked]:
    for contract in contracts:
        framework = library().frameworks.get(contract.framework)
        for form in framework.forms if framework else []:
            for period in asked_periods(contract, form, today):
                yield Asked(contract, framework, form, period)  # type: ignore[arg-type]


def _state(asked: Asked, is_filed: bool, today: date) -> State:
    if is_filed:
        return "filed"
    if not ended(asked.contract, asked.period, today):
        return "coming"
    return "late" if asked.due_on < today else "due"
