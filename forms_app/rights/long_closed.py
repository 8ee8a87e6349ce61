"""People whose support ended so long ago that they are erased, and since when it is over.

Since the day of closing; else since the last change of status, if that is the one; else, as for someone brought over from a
file without a day, since the last day that stands anywhere in their record.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Select, Table, exists, func, or_, select
from sqlalchemy.orm import aliased

from forms_app.casework.tracks import CLOSED as SUPPORT_IS_OVER
from forms_app.database import Base, db
from forms_app.models.casework import Attendance, StatusChange
from forms_app.models.records import Activity, Feedback, Person
from forms_app.models.safety import SafetyItem
from forms_app.rights.erasing import erase
from forms_app.rights.holdings import LOG
from forms_app.rights.mentions import known_as, take_out_mentions
from forms_app.safety.kinds import CLOSED
from forms_app.worker.stopping import stopping

MOST_ERASED_AT_ONCE = 200
"""People erased in one run; the rest follow the next day, so that a wrong setting is noticed before it has done all."""


def erase_long_closed(before: date) -> int:
    """Erase everybody whose support was over before a day; how many. Whoever has an open safety item or complaint stays."""
    people = db.session.execute(_over_since(before).limit(MOST_ERASED_AT_ONCE)).all()
    # What is written of them elsewhere goes first: it is found by their names.
    for provider in sorted({row.provider for row in people}):
        take_out_mentions(provider, [known_as(provider, row.person) for row in people if row.provider == provider])
    gone = 0
    for row in people:
        if stopping():
            break
        erase(row.provider, row.person, also_mentions=False)
        gone += 1
    return gone


def _over_since(before: date) -> Select[str, str]:
    """Those whose support is over, the longest first. Served by ix_person_status."""
    open_item = exists().where(*_theirs(SafetyItem), SafetyItem.state != CLOSED)
    open_feedback = exists().where(*_theirs(Feedback), Feedback.completed_on.is_(None))
    since = func.coalesce(Person.closed_on, _status_since())
    undated = since.is_(None) & (Person.registered_on < before) & ~_anything_from(before)
    return (
        select(Person.provider, Person.person)
        .where(Person.status.in_(SUPPORT_IS_OVER), ~open_item, ~open_feedback, or_(since < before, undated))
        .order_by(func.coalesce(since, Person.registered_on), Person.person)
    )


def _status_since() -> Any:
    """The day of the last change of status, where it is the change to the status that stands in the record; else NULL."""
    later = aliased(StatusChange)
    changed_again = exists().where(
        later.provider == StatusChange.provider, later.person == StatusChange.person, later.since > StatusChange.since
    )
    return (
        select(StatusChange.since)
        .where(*_theirs(StatusChange), StatusChange.status == Person.status, ~changed_again)
        .scalar_subquery()
    )


def _anything_from(before: date) -> ColumnElement[bool]:
    """Whether any row of theirs, in whatever table, bears this day or a later one. That somebody looked is no such row."""
    found = [_dated_from(table, before) for table in Base.metadata.sorted_tables if _is_of_people(table)]
    attended = exists().where(
        *_theirs(Attendance),
        Activity.provider == Attendance.provider,
        Activity.activity == Attendance.activity,
        Activity.held_on >= before,
    )
    return or_(attended, *found)


def _is_of_people(table: Table) -> bool:
    return table.name not in (LOG, Person.__tablename__) and {"provider", "person"} <= set(table.c.keys())


def _dated_from(table: Table, before: date) -> ColumnElement[bool]:
    days = [column >= before for column in table.c if isinstance(column.type, Date)]
    times = [column >= datetime.combine(before, time.min) for column in table.c if isinstance(column.type, DateTime)]
    return exists().where(table.c.provider == Person.provider, table.c.person == Person.person, or_(False, *days, *times))


def _theirs(model: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return model.provider == Person.provider, model.person == Person.person
