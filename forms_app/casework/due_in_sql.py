"""The days on which things are due, worked out in the database, so that a page never loads everyone.

Says the same as `clocks.clocks_of`, which a test holds it to for random people on both engines.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, array

from forms_app.casework.clocks import DUE_AT_ONCE, Draw
from forms_app.casework.in_force import InForce
from forms_app.casework.tracks import ACTIVE, CLOSED, PLAN_KINDS, Rule, Track
from forms_app.database import db
from forms_app.models.casework import SampledPerson, StatusChange
from forms_app.models.records import Assessment, Contact, Person, Review

NEVER = date(9999, 12, 31)
NO_DAY = date(1, 1, 1)


def facts_of(
    provider: str,
    force: InForce,
    person: str | None = None,
    narrowed: Sequence[ColumnElement[bool]] = (),
    few: bool = False,
) -> Select[*tuple[Any, ...]]:
    """The people of a provider (or one of them, or those `narrowed` to) with the dates their clocks run from.

    `few`: only their records are read, which pays where planners can tell how few they are, and costs dearly elsewhere.
    Each kind of record is gone through once and grouped, however many people there are; of two reviews on one day the
    later next date counts. Columns `t0`, `t1`, … are the tracks' in their order, `s<id>` the samples'. Served by
    ix_review_person, ix_assessment_person, ix_contact_person, ix_contact_on, ix_sampled_person and status_change's key.
    """
    columns = [Person.person, Person.role, Person.status, Person.registered_on, Person.carer_groups, Person.worker_id]
    theirs = [Person.provider == provider, *([Person.person == person] if person else []), *narrowed]
    chosen = select(*columns).where(*theirs).cte("chosen")

    def of(model: Any) -> ColumnElement[bool]:
        tests: list[ColumnElement[bool]] = [model.provider == provider]
        if person:
            tests.append(model.person == person)
        elif few:
            tests.append(model.person.in_(select(chosen.c.person)))
        return and_(*tests)

    newest, reviewed_on, agreed = _newest_reviews(of(Review))
    again = _opened_again(of(StatusChange))
    tracks = list(enumerate(force.tracks))
    started = _grouped(Assessment, of(Assessment), Assessment.completed_on.is_(None), {
        f"t{n}": func.min(case((_kind_of_assessment(one), Assessment.started_on)))
        for n, one in tracks if one.do == "assessment"
    })  # fmt: skip
    kinds = {n: PLAN_KINDS if one.do == "emergency_plan" else one.kinds for n, one in tracks
             if one.do in ("contact", "emergency_plan")}  # fmt: skip
    wanted = sorted({kind for some in kinds.values() for kind in some})
    held = _grouped(Contact, of(Contact), Contact.kind.in_(wanted), {
        f"t{n}": func.max(case((Contact.kind.in_(some), Contact.on))) for n, some in kinds.items()
    })  # fmt: skip
    drawn = _grouped(SampledPerson, of(SampledPerson), SampledPerson.sample_id.in_(force.samples), {
        f"s{number}": func.max(case((SampledPerson.sample_id == number, 1))) for number in force.samples
    })  # fmt: skip
    last = [reviewed_on.label(f"t{n}") for n, one in tracks if one.do == "review"]
    query: Select[*tuple[Any, ...]] = select(chosen, agreed.label("agreed"), again.c.reopened_on, *last)
    query = query.outerjoin(newest, newest.c.person == chosen.c.person)
    query = query.outerjoin(again, again.c.person == chosen.c.person)
    for beside in (started, held, drawn):
        if beside is not None:
            query = query.add_columns(*(column for column in beside.c if column.name != "person"))
            query = query.outerjoin(beside, beside.c.person == chosen.c.person)
    return query


def _newest_reviews(of: ColumnElement[bool]) -> tuple[Subquery, ColumnElement[Any], ColumnElement[Any]]:
    """The newest review of each person: the subquery, the day of it, and the latest day agreed on that day.

    The greatest pair of the two days is found in one pass; a join back to the reviews is one whose size planners misjudge.
    """
    grouped = select(Review.person)
    if db.engine.dialect.name == "postgresql":
        days: list[Any] = [Review.reviewed_on, func.coalesce(Review.next_due_on, literal(NO_DAY, Date))]
        pair: array[date] = array(days, type_=Date)
        newest = grouped.add_columns(func.max(pair, type_=ARRAY(Date)).label("pair"))
        found = newest.where(of).group_by(Review.person).subquery("newest")
        return found, found.c.pair[1], func.nullif(found.c.pair[2], literal(NO_DAY, Date), type_=Date)
    words = cast(Review.reviewed_on, String).concat(func.coalesce(cast(Review.next_due_on, String), ""))
    newest = grouped.add_columns(func.max(words, type_=String).label("pair"))
    found = newest.where(of).group_by(Review.person).subquery("newest")
    day = func.substr(found.c.pair, 1, 10, type_=Date)
    return found, day, func.nullif(func.substr(found.c.pair, 11), "", type_=Date)


def _opened_again(of: ColumnElement[bool]) -> Subquery:
    """Of those who were closed or pointed elsewhere, the first day after that on which they were not: `reopened_on`."""
    shut = select(StatusChange.person, func.max(StatusChange.since).label("on"))
    shut_on = shut.where(of, StatusChange.status.in_(CLOSED)).group_by(StatusChange.person).subquery("shut")
    since = select(StatusChange.person, func.min(StatusChange.since).label("reopened_on"))
    later = since.join(shut_on, (shut_on.c.person == StatusChange.person) & (shut_on.c.on < StatusChange.since))
    return later.where(of, StatusChange.status.not_in(CLOSED)).group_by(StatusChange.person).subquery("again")


def _grouped(
    model: Any, of: ColumnElement[bool], which: ColumnElement[bool], columns: dict[str, ColumnElement[Any]]
) -> Subquery | None:
    if not columns:
        return None
    made = [column.label(name) for name, column in columns.items()]
    return select(model.person, *made).where(of, which).group_by(model.person).subquery(f"by_{model.__tablename__}")


def _kind_of_assessment(track: Track) -> ColumnElement[bool]:
    return Assessment.kind.in_(track.kinds) if track.kinds else Assessment.kind.not_in(track.besides)


def due_days(facts: Subquery, force: InForce, which: str | None = None) -> tuple[ColumnElement[date], ColumnElement[bool]]:
    """The earliest day on which something of `which` (or anything) is due, or `NEVER`; and whether any is due at once."""
    days: list[ColumnElement[date]] = []
    at_once: list[ColumnElement[date]] = []
    for number, track in enumerate(force.tracks):
        if which in (None, track.which):
            day = _due_of(facts, track, facts.c[f"t{number}"])
            (at_once if track.do in DUE_AT_ONCE else days).append(day)
    if force.samples and which in (None, "sample_review"):
        at_once += [_due_of_draw(facts, force, number, draw) for number, draw in force.samples.items()]
    never = literal(NEVER, Date)
    begun = _least([*at_once, never])
    return _least([*days, begun]), begun < never


def _due_of(facts: Subquery, track: Track, last: ColumnElement[Any]) -> ColumnElement[date]:
    never = literal(NEVER, Date)
    done, reopened = last, facts.c.reopened_on
    begins = func.coalesce(reopened, facts.c.registered_on)
    if not track.needs_a_beginning:
        # What was done before the record was opened again is over.
        last = case((or_(reopened.is_(None), done >= reopened), done))
    since = last if track.needs_a_beginning else func.coalesce(last, begins)
    agreed = case((last.is_not(None), facts.c.agreed)) if track.do == "review" else None
    days = [case((_runs(facts, rule), added(since, rule)), else_=never) for rule in track.named]
    if agreed is not None and track.named:
        days.append(case((_any_runs(facts, track.named), func.coalesce(agreed, never)), else_=never))
    if track.general is not None:
        usual = added(since, track.general)
        runs = _runs(facts, track.general)
        if track.instead:
            runs = and_(runs, not_(_any_runs(facts, track.instead)))
        days.append(case((runs, usual if agreed is None else func.coalesce(agreed, usual)), else_=never))
    for rule in track.once:
        days.append(case((and_(_runs(facts, rule), done.is_(None)), added(begins, rule)), else_=never))
    # What was never begun has no day from which its due day could be counted.
    return _least([func.coalesce(day, never) for day in days])


def _due_of_draw(facts: Subquery, force: InForce, number: int, draw: Draw) -> ColumnElement[date]:
    reviewed = next(facts.c[f"t{n}"] for n, track in enumerate(force.tracks) if track.do == "review")
    undone = and_(facts.c[f"s{number}"] == 1, or_(reviewed.is_(None), reviewed < draw.start))
    return case((undone, literal(draw.end, Date)), else_=literal(NEVER, Date))


def is_closed(facts: Subquery | CTE) -> ColumnElement[bool]:
    """Whether nothing more is to be done for someone."""
    return func.coalesce(facts.c.status, ACTIVE).in_(CLOSED)


def _runs(facts: Subquery, rule: Rule) -> ColumnElement[bool]:
    tests: list[ColumnElement[bool]] = [func.coalesce(facts.c.status, ACTIVE).in_(rule.clock.statuses)]
    if rule.role is not None:
        tests.append(facts.c.role == rule.role)
    if rule.clock.carer_groups:
        tests.append(in_groups(facts.c.carer_groups, rule.clock.carer_groups))
    return and_(*tests)


def _any_runs(facts: Subquery, rules: Sequence[Rule]) -> ColumnElement[bool]:
    return or_(*(_runs(facts, rule) for rule in rules))


def in_groups(column: ColumnElement[Any], groups: Iterable[str]) -> ColumnElement[bool]:
    """Whether a `;`-separated list holds one of these codes."""
    listed = literal(";").concat(func.coalesce(column, "")).concat(";")
    return or_(*(listed.contains(f";{group};", autoescape=True) for group in groups))


def added(day: ColumnElement[Any], rule: Rule) -> ColumnElement[Any]:
    """A day plus the time that a rule gives: the same day of a later month, or that month's last."""
    within = rule.clock.within
    days, months = (within.days or 0, within.months or 0) if within else (0, 0)
    if db.engine.dialect.name == "postgresql":
        return cast(day + func.make_interval(0, months, 0, days), Date)
    if days:
        return func.date(day, f"+{days} days", type_=Date)
    # SQLite lets the 31st run on into the month after; the end of the month meant comes before that.
    end_of_month = func.date(day, "start of month", f"+{months + 1} months", "-1 day", type_=Date)
    return func.min(func.date(day, f"+{months} months", type_=Date), end_of_month, type_=Date)


def _least(days: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """The earliest of days that are not null."""
    if len(days) == 1:
        return days[0]
    return (func.least if db.engine.dialect.name == "postgresql" else func.min)(*days, type_=Date)
