"""People due a review in a period, and those of them who had one (source 000: reviews with every carer each quarter)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from forms_app.models.records import Person, Review
from site_builder.figures.slots import Slot, SlotTable


def due_for_review(
    session: Session, role: str, pick: Literal["due", "reviewed"], slots: list[Slot], slot_table: SlotTable
) -> dict[int, Fraction]:
    """Count by slot the active people registered before the period and not closed by its end, or those reviewed in it."""
    table = slot_table.of(slots)
    due = and_(
        Person.provider == table.c.provider,
        Person.role == role,
        or_(Person.status == "active", Person.closed_on > table.c.period_end),
        Person.registered_on < table.c.period_start,
        or_(Person.closed_on.is_(None), Person.closed_on > table.c.period_end),
    )
    statement: Select[*tuple[Any, ...]] = select(table.c.slot, func.count()).select_from(table).join(Person, due)
    if pick == "reviewed":
        statement = statement.where(
            exists().where(
                Review.provider == Person.provider,
                Review.person == Person.person,
                Review.reviewed_on >= table.c.period_start,
                Review.reviewed_on <= table.c.period_end,
            )
        )
    counts: Iterable[Any] = session.execute(statement.group_by(table.c.slot))
    return {number: Fraction(count) for number, count in counts}
