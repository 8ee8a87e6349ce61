"""The page "Feedback": what is open by when it is due, then what was completed; and what one person said."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import render_template, request
from flask_security import current_user
from sqlalchemy import ColumnElement, Select, case, false, func, select

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS
from forms_app.clock import today
from forms_app.database import db
from forms_app.feedback.blueprint import CLOCKED, blueprint, is_manager, visible
from forms_app.feedback.clock import DAYS, FeedbackClock, clock_of
from forms_app.models.records import Feedback, Person
from forms_app.pages import Pages

A_PAGE = 50
SHOWN = ("open", "overdue", "completed")


@blueprint.get("")
@staff_only(*WORKERS)
def items() -> str:
    """The feedback that one may see; `?show=` and `?kind=` narrow it. Looking at the list is an audit event."""
    show = request.args.get("show") if request.args.get("show") in SHOWN else None
    kind = request.args.get("kind") if request.args.get("kind") in library().codes.codes("feedback_kind") else None
    # Served by ix_feedback_received.
    wanted = visible().where(Feedback.kind == kind) if kind else visible()
    counts = {name: _count(wanted.where(_shows(name, today()))) for name in (None, *SHOWN)}
    filters = {name: value for name, value in (("show", show), ("kind", kind)) if value}
    pages = Pages("feedback.items", filters, counts[show], A_PAGE)
    found = db.session.scalars(
        wanted.where(_shows(show, today()))
        .order_by(case((_clocked_open(), 0), (Feedback.completed_on.is_(None), 1), else_=2))
        .order_by(case((_clocked_open(), Feedback.received_on)), Feedback.received_on.desc(), Feedback.feedback)
        .offset(pages.offset)
        .limit(A_PAGE)
    ).all()
    audit_log.record("feedback-listed", provider=own_provider(), count=len(found))
    page = render_template(
        "feedback/items.html",
        lines=[(item, clock_of(item, today())) for item in found],
        names=_names(item.person for item in found),
        counts=counts,
        show=show,
        kind=kind,
        pages=pages,
        manages=is_manager(),
    )
    db.session.commit()
    return page


def feedback_of(person: Person) -> list[tuple[Feedback, FeedbackClock]]:
    """What came from one person, so far as the one who has signed in may see it; the newest first."""
    if not current_user.is_authenticated or current_user.provider != person.provider:
        return []
    newest = visible().where(Feedback.person == person.person).order_by(Feedback.received_on.desc(), Feedback.feedback)
    return [(found, clock_of(found, today())) for found in db.session.scalars(newest)]


def _clocked_open() -> ColumnElement[bool]:
    return Feedback.completed_on.is_(None) & Feedback.kind.in_(CLOCKED)


def _shows(show: str | None, day: date) -> ColumnElement[bool]:
    """What a tab of the list shows."""
    if show == "open":
        return Feedback.completed_on.is_(None)
    if show == "overdue":
        return _clocked_open() & (Feedback.received_on < day - timedelta(days=DAYS))
    if show == "completed":
        return Feedback.completed_on.is_not(None)
    return ~false()


def _count(wanted: Select[Feedback]) -> int:
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def _names(references: Iterable[str | None]) -> dict[str, str]:
    wanted = {one for one in references if one}
    query = select(Person.person, Person.name).where(Person.provider == own_provider(), Person.person.in_(wanted))
    return {row.person: row.name or row.person for row in db.session.execute(query)}


blueprint.add_app_template_global(feedback_of)
