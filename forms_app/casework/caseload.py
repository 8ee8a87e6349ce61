"""The people of one provider with what is due, worked out in the database so that a page never loads them all."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, or_, select, true

from forms_app.casework import clocks
from forms_app.casework.clocks import Clock, clocks_of
from forms_app.database import db
from forms_app.models.records import Assessment, Contact, Person, Review

PAGE_SIZE = 50
STATES = ("overdue", "due", "done", "closed")


@dataclass(frozen=True)
class Line:
    """One person of the list, with the clocks that run for them."""

    person: str
    name: str | None
    role: str
    status: str | None
    clocks: list[Clock]


@dataclass(frozen=True)
class Caseload:
    """One page of the list. `counts` are of everyone who matches role and reference, by state."""

    lines: list[Line]
    counts: dict[str, int]
    page: int
    pages: int


def _facts(provider: str, person: str | None = None) -> Select[*tuple[Any, ...]]:
    """The people of a provider (or one of them) with the dates their clocks run from.

    Each kind of record is gone through once and grouped, however many people there are; of two reviews on one day the
    later next date counts. Served by ix_review_person,
    ix_assessment_person and ix_contact_person.
    """

    def of(model: Any) -> ColumnElement[bool]:
        return and_(model.provider == provider, model.person == person if person else true())

    last_day = func.max(Review.reviewed_on).label("last_day")
    newest = select(Review.person, last_day).where(of(Review)).group_by(Review.person).subquery("newest")
    reviews = (
        select(Review.person, Review.reviewed_on, func.max(Review.next_due_on).label("next_due_on"))
        .join(newest, and_(newest.c.person == Review.person, newest.c.last_day == Review.reviewed_on))
        .where(of(Review))
        .group_by(Review.person, Review.reviewed_on)
        .subquery("reviews")
    )
    started = func.min(Assessment.started_on).label("started")
    assessments = select(Assessment.person, started).where(of(Assessment), Assessment.completed_on.is_(None))
    last = func.max(Contact.on).label("last")
    calls = select(Contact.person, last).where(of(Contact), Contact.kind == "wellbeing_call")
    open_ones = assessments.group_by(Assessment.person).subquery("assessments")
    called = calls.group_by(Contact.person).subquery("calls")
    return (
        select(
            Person.provider, Person.person, Person.name, Person.role, Person.status, Person.registered_on,
            reviews.c.reviewed_on.label("last_review"), reviews.c.next_due_on.label("next_review"),
            open_ones.c.started.label("assessment_started"), called.c.last.label("last_call"),
        )
        .outerjoin(reviews, reviews.c.person == Person.person)
        .outerjoin(open_ones, open_ones.c.person == Person.person)
        .outerjoin(called, called.c.person == Person.person)
        .where(of(Person))
    )  # fmt: skip


def _late_before(facts: Subquery, day: date) -> ColumnElement[bool]:
    """Whether any clock of a person runs out before `day`."""
    columns = facts.c
    review_from = func.coalesce(columns.last_review, columns.registered_on)
    call_from = func.coalesce(columns.last_call, columns.registered_on)
    in_touch = func.coalesce(columns.status, "active")
    return or_(
        columns.assessment_started < day - timedelta(days=clocks.ASSESSMENT_DAYS),
        and_(
            in_touch == "active",
            case(
                (columns.next_review.is_not(None), columns.next_review < day),
                else_=review_from <= clocks.latest_day_due_before(day, clocks.REVIEW_MONTHS),
            ),
        ),
        and_(in_touch == "non_engaging", call_from <= clocks.latest_day_due_before(day, clocks.CALL_MONTHS)),
    )


def read_caseload(
    provider: str, today: date, *, state: str | None = None, role: str | None = None, reference: str = "", page: int = 1
) -> Caseload:
    """One page of `provider`'s people, the most pressing first, by three queries however many people there are."""
    wanted = _facts(provider)
    if role:
        wanted = wanted.where(Person.role == role)
    if reference:
        wanted = wanted.where(func.lower(Person.person).contains(reference.lower(), autoescape=True))
    facts = wanted.subquery()
    soon = today + timedelta(days=clocks.SOON_DAYS + 1)
    rank = case(
        (func.coalesce(facts.c.status, "active").in_(("closed", "signposted")), 3),
        (_late_before(facts, today), 0),
        (or_(facts.c.assessment_started.is_not(None), _late_before(facts, soon)), 1),
        else_=2,
    ).label("rank")
    ranked = select(facts, rank).subquery()
    counting = select(ranked.c.rank, func.count()).group_by(ranked.c.rank)
    found: dict[int, int] = {row[0]: row[1] for row in db.session.execute(counting)}
    counts = {name: found.get(number, 0) for number, name in enumerate(STATES)}
    matching = counts[state] if state else sum(counts.values())
    pages = max(1, -(-matching // PAGE_SIZE))
    page = min(max(1, page), pages)
    chosen = select(ranked).order_by(ranked.c.rank, ranked.c.person).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    if state:
        chosen = chosen.where(ranked.c.rank == STATES.index(state))
    return Caseload([_line(row, today) for row in db.session.execute(chosen)], counts, page, pages)


def person_clocks(person: Person, today: date) -> list[Clock]:
    """The clocks that run for one person."""
    row = db.session.execute(_facts(person.provider, person.person)).one()
    return _line(row, today).clocks


def _line(row: Row[Any], today: date) -> Line:
    running = clocks_of(
        today,
        status=row.status,
        registered_on=row.registered_on,
        assessment_started=row.assessment_started,
        last_review=row.last_review,
        next_review=row.next_review,
        last_call=row.last_call,
    )
    return Line(row.person, row.name, row.role, row.status, running)
