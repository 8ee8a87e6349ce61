"""Counting records: one statement for all slots of a quantity. The database counts, we add up the groups."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, extract, func, literal_column, not_, or_, select
from sqlalchemy.orm import Session

from site_builder.figures.entities import later_review_of_goal, selection
from site_builder.figures.slots import Slot, SlotTable
from surveys.library import Library
from surveys.model.framework import Framework
from surveys.model.source import Condition, Records
from surveys.vocabulary import COLUMNS, DATES

Counts = dict[tuple[int, str], Fraction]
"""Counted quantities by (number of the slot, group); the group is "all" where there is no breakdown."""

NOT_KNOWN = "not_known"
LATEST_IN_PERIOD = "latest_in_period"
REGISTERED_IN_PERIOD = "registered_in_period"
LIST_COLUMNS = ("carer_groups", "cared_for_conditions")
AGES = {"age_group": "birth_year", "cared_for_age_group": "cared_for_birth_year"}


@dataclass(frozen=True)
class Counter:
    """Counts records for the contracts of one framework."""

    session: Session
    library: Library
    framework: Framework
    slot_table: SlotTable
    _sources: dict[str, Subquery] = field(default_factory=dict)

    def count(self, records: Records, slots: list[Slot], breakdown: str | None = None) -> Counts:
        """Count (or sum) `records` in each slot, by the codes of `breakdown` where one is given."""
        source = self._source(records.of)
        counts: Counts = defaultdict(Fraction)
        table = self.slot_table.of(slots, months_back=records.months_back, settled_days=records.settled_days)
        raw_group = _column(records, source, table, AGES.get(breakdown, breakdown)) if breakdown else None
        group = [raw_group] if raw_group is not None else []
        statement = (
            select(table.c.slot, self._counted(records, source), *group)
            .select_from(table.join(source, _in_window(records, source, table)))
            .where(*self._conditions(records, source, table))
            .group_by(table.c.slot, *group)
        )
        for row in self.session.execute(statement):
            for code in self._groups(breakdown, row[2] if breakdown else None, slots[row[0]].period.end):
                counts[row[0], code] += Fraction(row[1] or 0)
        return counts

    def first_recorded(self, entity: str) -> dict[str, date]:
        """The first day on which each provider recorded anything of this kind: before it there is no figure, not 0."""
        source = self._source(entity)
        day = source.c[DATES[entity][0]]
        statement = select(source.c.provider, func.min(day)).group_by(source.c.provider)
        if "role" in COLUMNS[entity]:
            statement = statement.where(or_(source.c.role == self.framework.serves, source.c.role.is_(None)))
        return {str(row[0]): row[1] for row in self.session.execute(statement) if row[1]}

    def _source(self, entity: str) -> Subquery:
        if entity not in self._sources:
            self._sources[entity] = selection(entity, self.dialect, self.framework.id)
        return self._sources[entity]

    @property
    def dialect(self) -> str:
        return self.session.get_bind().dialect.name

    def _counted(self, records: Records, source: Subquery) -> ColumnElement[Any]:
        if records.sum:
            return func.sum(source.c[records.sum])
        if records.distinct:
            return func.count(source.c.person.distinct())
        return func.count()

    def _conditions(self, records: Records, source: Subquery, table: Subquery) -> list[ColumnElement[bool]]:
        conditions = [
            self._condition(_column(records, source, table, name), name, test)
            for name, test in records.where.items()
            if name not in (LATEST_IN_PERIOD, REGISTERED_IN_PERIOD, *AGES)
        ]
        if LATEST_IN_PERIOD in records.where:
            later = later_review_of_goal(source, table.c.period_end)
            conditions.append(not_(later) if _cell(records.where[LATEST_IN_PERIOD]) == "yes" else later)
        if REGISTERED_IN_PERIOD in records.where:
            new = source.c.registered_on.between(table.c.period_start, table.c.period_end)
            conditions.append(new if _cell(records.where[REGISTERED_IN_PERIOD]) == "yes" else not_(new))
        for name in AGES.keys() & records.where.keys():
            conditions.append(self._age_condition(source.c[AGES[name]], table, records.where[name]))
        if "role" in COLUMNS[records.of] and "role" not in records.where:
            conditions.append(or_(source.c.role == self.framework.serves, source.c.role.is_(None)))
        return conditions

    def _condition(self, column: ColumnElement[Any], name: str, test: Any) -> ColumnElement[bool]:
        if name == "outcome" and column.table.name in ("goals", "goal_reviews"):
            return _names_outcome(column, self.framework.id, test)
        if name in LIST_COLUMNS and isinstance(test, str):
            test = Condition(includes=test)
        if not isinstance(test, Condition):
            return column.in_(test) if isinstance(test, list) else column == _cell(test)
        parts: list[ColumnElement[bool]] = []
        if test.any_of is not None:
            parts.append(column.in_([_cell(value) for value in test.any_of]))
        if test.none_of is not None:
            parts.append(or_(column.is_(None), not_(column.in_([_cell(value) for value in test.none_of]))))
        if test.at_least is not None:
            parts.append(column >= test.at_least)
        if test.at_most is not None:
            parts.append(column <= test.at_most)
        if test.present is not None:
            parts.append(column.is_not(None) if test.present else column.is_(None))
        if test.includes is not None:
            parts.append((";" + column + ";").like(f"%;{test.includes};%"))
        return and_(*parts)

    def _groups(self, breakdown: str | None, raw: Any, on: date) -> Iterable[str]:
        if breakdown is None:
            return ["all"]
        if raw is None or raw == "":
            return [NOT_KNOWN]
        if breakdown in AGES:
            return [self._age_band(on.year - int(raw))]
        return str(raw).split(";") if breakdown in LIST_COLUMNS else [str(raw)]

    def _age_condition(self, birth_year: ColumnElement[Any], table: Subquery, test: Any) -> ColumnElement[bool]:
        if isinstance(test, Condition) and test.present is not None:
            return birth_year.is_not(None) if test.present else birth_year.is_(None)
        age = extract("year", table.c.period_end) - birth_year
        return or_(*(self._in_band(age, code) for code in _codes(test)))

    def _in_band(self, age: ColumnElement[Any], code: str) -> ColumnElement[bool]:
        bands = self.library.codes.age_bands
        place = [band.code for band in bands].index(code)
        lowest = age >= bands[place].from_age
        return and_(lowest, age < bands[place + 1].from_age) if place + 1 < len(bands) else lowest

    def _age_band(self, age: int) -> str:
        bands = [band.code for band in self.library.codes.age_bands if age >= band.from_age]
        return bands[-1] if bands else NOT_KNOWN


def _codes(test: Any) -> list[str]:
    """The codes that a test of an age band names."""
    if isinstance(test, Condition):
        return [str(code) for code in test.any_of or []]
    return test if isinstance(test, list) else [test]


def _cell(value: Any) -> Any:
    """YAML reads a bare yes or no as a truth value; the cells hold the words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _names_outcome(column: ColumnElement[Any], framework: str, test: Any) -> ColumnElement[bool]:
    wanted = test if isinstance(test, list) else [test]
    return or_(
        *(
            or_(column == f"{framework}:{outcome}", column.startswith(f"{framework}:{outcome}.", autoescape=True))
            for outcome in wanted
        )
    )


def _column(records: Records, source: Subquery, table: Subquery, name: str) -> ColumnElement[Any]:
    """A column as it stood: on a day when they were still on the books, people closed since were not closed but active."""
    if name != "status" or not records.as_at_end or "closed_on" not in source.c:
        return source.c[name]
    closed_since = and_(source.c.status == literal_column("'closed'"), source.c.closed_on > table.c.period_end)
    # Written out, not bound: PostgreSQL must find the same expression among the columns and in GROUP BY.
    return case((closed_since, literal_column("'active'")), else_=source.c.status)


def _in_window(records: Records, source: Subquery, table: Subquery) -> ColumnElement[bool]:
    day = source.c[records.during or DATES[records.of][0]]
    same_provider = source.c.provider == table.c.provider
    if not records.as_at_end:
        return and_(same_provider, day >= table.c.from_day, day <= table.c.to_day)
    conditions = [same_provider, day <= table.c.period_end]
    if "closed_on" in source.c:
        # Someone closed on a day that is not known was on the books for a time that is not known: they are left out.
        still_open = and_(source.c.closed_on.is_(None), func.coalesce(source.c.status, "") != "closed")
        conditions.append(or_(still_open, source.c.closed_on > table.c.period_end))
    return and_(*conditions)
