"""The people of one provider with what is due, worked out in the database so that a page never loads them all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select, true

from forms_app.casework import clocks
from forms_app.casework.clocks import Clock, Facts, clocks_of
from forms_app.casework.due_in_sql import NEVER, due_days, facts_of, in_groups, is_closed
from forms_app.casework.in_force import InForce, in_force
from forms_app.casework.marks import people_named
from forms_app.casework.tracks import ACTIVE, Track
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Assessment, Person
from surveys.periods import add_months

PAGE_SIZE = 50
LAST_PAGE = 1_000_000
"""Of any list, so that a number in an address is one that databases take."""
STATES = ("overdue", "due", "done", "closed")
NOBODY = 0
"""Stands for no worker: people whom nobody was given."""


@dataclass(frozen=True)
class Narrowing:
    """Whom the list shows; what is None or "" narrows nothing. `which`: a track's; `worker`: an account's id, or NOBODY."""

    state: str | None = None
    which: str | None = None
    worker: int | None = None
    role: str | None = None
    status: str | None = None
    locality: str | None = None
    carer_group: str | None = None
    find: str = ""
    by_reference: bool = False


@dataclass(frozen=True)
class Line:
    """One person of the list, with the clocks that run for them. `open_assessments`: the keys, the earliest first."""

    person: str
    name: str | None
    role: str
    status: str | None
    worker: int | None
    clocks: list[Clock]
    open_assessments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Caseload:
    """One page of the list. `counts` are of everyone who matches, by state; `soon` of those due in the next 28 days."""

    lines: list[Line]
    counts: dict[str, int]
    soon: int
    page: int
    pages: int


def read_caseload(provider: str, today: date, wanted: Narrowing, force: InForce, page: int = 1) -> Caseload:
    """One page of `provider`'s people, the most pressing first, by two queries however many people there are."""
    page = min(max(1, page), LAST_PAGE)
    rows = _page_of(provider, today, wanted, force, page)
    counts = {name: rows[0][number] for number, name in enumerate(STATES)}
    matching = counts[wanted.state] if wanted.state else sum(counts.values())
    pages = max(1, -(-matching // PAGE_SIZE))
    if page > pages:
        page = pages
        rows = _page_of(provider, today, wanted, force, page)
    lines = [row for row in rows if row.person is not None]
    begun = _open_assessments(provider, [row.person for row in lines])
    return Caseload(
        [_line(row, force, today, begun.get(row.person, [])) for row in lines], counts, rows[0].soon, page, pages
    )


def person_clocks(person: Person, today: date) -> list[Clock]:
    """The clocks that run for one person."""
    force = in_force(person.provider, today)
    row = db.session.execute(facts_of(person.provider, force, person.person)).one()
    return clocks_of(_facts(row, force), force.tracks, today)


def next_review_day(person: Person, reviewed_on: date) -> date:
    """When the review after one of this day is due by the clocks in force, where no other day is agreed."""
    tracks = [track for track in in_force(person.provider, today()).tracks if track.do == "review"]
    found = clocks_of(_facts_since(person, tracks, reviewed_on), tracks, today())
    return found[0].due_on if found else add_months(reviewed_on, clocks.REVIEW_MONTHS)


def assessment_day(person: Person, kind: str, started_on: date) -> date:
    """The last day on which an assessment of this kind is completed in time."""
    tracks = [
        track
        for track in in_force(person.provider, today()).tracks
        if track.do == "assessment" and (kind in track.kinds if track.kinds else kind not in track.besides)
    ]
    found = clocks_of(_facts_since(person, tracks, started_on), tracks, today())
    return found[0].due_on if found else clocks.assessment_due(started_on)


def _facts_since(person: Person, tracks: Sequence[Track], day: date) -> Facts:
    last = {track.key: day for track in tracks}
    return Facts(person.role, person.status, person.registered_on, person.carer_groups, last)


def _narrowed(provider: str, wanted: Narrowing) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    for column, value in ((Person.role, wanted.role), (Person.locality, wanted.locality)):
        if value:
            tests.append(column == value)
    if wanted.status:
        tests.append(func.coalesce(Person.status, ACTIVE) == wanted.status)
    if wanted.worker is not None:
        tests.append(Person.worker_id == wanted.worker if wanted.worker != NOBODY else Person.worker_id.is_(None))
    if wanted.carer_group:
        tests.append(in_groups(Person.__table__.c.carer_groups, [wanted.carer_group]))
    if wanted.find:
        like = func.lower(Person.person).contains(wanted.find.lower(), autoescape=True)
        tests.append(or_(like, Person.person.in_(people_named(provider, wanted.find))))
    return tests


def _page_of(provider: str, today: date, wanted: Narrowing, force: InForce, page: int) -> Sequence[Row[Any]]:
    """The people of one page, each row with the counts of everyone who matches; a row of counts alone where there is none.

    Everyone's day is worked out once and kept for both. Names, which are long, are read for the page only.
    """
    few = wanted.worker is not None and not wanted.find
    facts = facts_of(provider, force, narrowed=_narrowed(provider, wanted), few=few).subquery("facts")
    due, at_once = due_days(facts, force, wanted.which)
    dated = select(facts, due.label("due"), at_once.label("at_once")).cte("dated")
    soon = today + timedelta(days=clocks.SOON_DAYS)
    rank = case(
        (is_closed(dated), 3), (dated.c.due < today, 0), (or_(dated.c.at_once, dated.c.due <= soon), 1), else_=2
    )  # fmt: skip
    # With one clock chosen, those for whom it does not run are not on the list.
    listed = [dated.c.due < NEVER, ~is_closed(dated)] if wanted.which else []
    numbers = [func.count().filter(rank == number).label(name) for number, name in enumerate(STATES)]
    counted = select(*numbers, func.count().filter(rank == 1, dated.c.due <= soon).label("soon")).where(*listed)
    counts = counted.select_from(dated).subquery("counts")
    of_state = [rank == STATES.index(wanted.state)] if wanted.state else []
    order = [dated.c.person] if wanted.by_reference else [rank, dated.c.due, dated.c.person]
    chosen = select(dated, rank.label("rank")).where(*listed, *of_state).order_by(*order)
    shown = chosen.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE).subquery("shown")
    again = [shown.c.person] if wanted.by_reference else [shown.c.rank, shown.c.due, shown.c.person]
    whole = select(counts, shown, Person.name).select_from(
        counts.outerjoin(shown, true()).outerjoin(
            Person, and_(Person.provider == provider, Person.person == shown.c.person)
        )
    )
    return db.session.execute(whole.order_by(*again)).all()


def _open_assessments(provider: str, people: list[str]) -> dict[str, list[str]]:
    wanted = select(Assessment.person, Assessment.assessment).where(
        Assessment.provider == provider, Assessment.person.in_(people), Assessment.completed_on.is_(None)
    )
    found: dict[str, list[str]] = {}
    for person, assessment in db.session.execute(wanted.order_by(Assessment.started_on, Assessment.assessment)):
        found.setdefault(person, []).append(assessment)
    return found


def _facts(row: Row[Any], force: InForce) -> Facts:
    return Facts(
        role=row.role,
        status=row.status,
        registered_on=row.registered_on,
        carer_groups=row.carer_groups,
        last={track.key: getattr(row, f"t{number}") for number, track in enumerate(force.tracks)},
        agreed=row.agreed,
        reopened_on=row.reopened_on,
        draws=tuple(draw for number, draw in force.samples.items() if getattr(row, f"s{number}")),
    )


def _line(row: Row[Any], force: InForce, today: date, open_assessments: list[str]) -> Line:
    running = clocks_of(_facts(row, force), force.tracks, today)
    return Line(row.person, row.name, row.role, row.status, row.worker_id, running, open_assessments)
