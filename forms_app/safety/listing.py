"""The page "Safety": open items by when they are due, and those closed of late. Commissioners see counts alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template
from flask_security import current_user
from sqlalchemy import ColumnElement, and_, case, func, select

from forms_app import audit_log, clock
from forms_app.accounts import own_provider, staff_only
from forms_app.accounts.names import names_of_users
from forms_app.database import db
from forms_app.messages import can_send, waits_on_this_machine
from forms_app.messages.content import EMAIL
from forms_app.models.records import Provider
from forms_app.models.safety import SafetyItem
from forms_app.safety.blueprint import ACTORS, READERS, blueprint
from forms_app.safety.duty import gaps, on_duty, staff_of
from forms_app.safety.hours import time_now
from forms_app.safety.kinds import CLOSED, OPEN
from forms_app.safety.words import clock_of

SHOWN_CLOSED = 50
"""How many closed items the list shows, the last first."""
COUNTED = timedelta(days=365)


@dataclass(frozen=True)
class Count:
    """How a provider's items stand: numbers of items, those closed of the last year only."""

    provider: str
    open: int
    overdue: int
    in_time: int
    late: int


@blueprint.get("")
@staff_only(*READERS)
def items() -> str:
    """The items of one's own provider, which is an audit event; for the council's people the counts of each."""
    now = time_now()
    if not {role.name for role in current_user.roles} & set(ACTORS):
        return render_template("safety/counts.html", counts=counts(now))
    provider = own_provider()
    # Served by ix_safety_item_open.
    mine = select(SafetyItem).where(SafetyItem.provider == provider)
    nobodys_first = SafetyItem.assigned_to.is_not(None)
    waiting = db.session.scalars(mine.where(SafetyItem.state == OPEN).order_by(nobodys_first, SafetyItem.due_at)).all()
    done = mine.where(SafetyItem.state == CLOSED).order_by(SafetyItem.closed_at.desc(), SafetyItem.id.desc())
    closed = db.session.scalars(done.limit(SHOWN_CLOSED)).all()
    page = render_template(
        "safety/items.html",
        open=[(item, clock_of(item, now)) for item in waiting],
        closed=[(item, clock_of(item, now)) for item in closed],
        names=names_of_users(item.assigned_to for item in (*waiting, *closed)),
        on_duty=on_duty(provider, clock.today()),
        managers=staff_of(provider, "provider_manager"),
        gaps=gaps(provider, clock.today()),
        no_emails=not can_send(EMAIL) or waits_on_this_machine(EMAIL),
    )
    audit_log.record("safety-items-listed", provider=provider, count=len(waiting) + len(closed))
    db.session.commit()
    return page


def counts(now: datetime) -> list[Count]:
    """Each provider that has had an item, by name."""
    recent = (SafetyItem.state == CLOSED, SafetyItem.closed_at >= now - COUNTED)
    query = (
        select(
            Provider.name,
            _number(SafetyItem.state == OPEN),
            _number(SafetyItem.state == OPEN, SafetyItem.due_at < now),
            _number(*recent, SafetyItem.closed_at <= SafetyItem.due_at),
            _number(*recent, SafetyItem.closed_at > SafetyItem.due_at),
        )
        .join(SafetyItem, SafetyItem.provider == Provider.provider)
        .group_by(Provider.name)
        .order_by(Provider.name)
    )
    return [Count(*numbers) for numbers in db.session.execute(query)]


def _number(*where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*where), 1), else_=0))
