"""Reminders of open items: at once, again before they are due, and when they are overdue to the managers too."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from forms_app import clock
from forms_app.database import db
from forms_app.messages import Content, queue, renderer
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import User
from forms_app.models.safety import SafetyItem
from forms_app.models.work import Message
from forms_app.safety.duty import on_duty, staff_of
from forms_app.safety.hours import time_now, time_words
from forms_app.safety.kinds import OPEN
from forms_app.worker import duty

KIND = "safety-reminder"
EVERY = 120
"""Seconds between two looks."""
LONGEST_LEAD = timedelta(hours=6)
"""The second reminder comes when a quarter of the clock is left, and no sooner than this before the end."""
AGAIN = timedelta(hours=24)
"""How often an overdue item is spoken of again."""


@duty("safety-reminders", every=EVERY)
def remind() -> int:
    """Queue what is to be said of open items now; how many messages.

    Each item is committed by itself. Marking it as reminded also writes its row anew, away from the moment it came.
    """
    now, queued = time_now(), 0
    # Served by ix_safety_item_open for each provider; few items are open.
    waiting = select(SafetyItem.id).where(SafetyItem.state == OPEN).order_by(SafetyItem.due_at)
    for number in db.session.scalars(waiting).all():
        item = db.session.get_one(SafetyItem, number, populate_existing=True)
        if item.state == OPEN and _is_time(item, now) and _mark(item, now):
            queued += _tell(item, now)
        db.session.commit()
    return queued


def last_mark(item: SafetyItem, now: datetime) -> datetime:
    """The newest moment by which a reminder was due: the opening, shortly before the end, the end, each day after."""
    lead = min((item.due_at - item.opened_at) / 4, LONGEST_LEAD)
    marks = [item.opened_at, item.due_at - lead, item.due_at]
    if now >= item.due_at:
        marks.append(item.due_at + (now - item.due_at) // AGAIN * AGAIN)
    return max((mark for mark in marks if mark <= now), default=item.opened_at)


def recipients(item: SafetyItem, now: datetime) -> list[User]:
    """Whoever has the item, else the duty worker of the day; the managers where there is neither, or it is overdue."""
    able, managers = staff_of(item.provider), staff_of(item.provider, "provider_manager")
    has_it = next((user for user in able if user.id == item.assigned_to), None) or on_duty(item.provider, clock.today())
    told = [has_it] if has_it else []
    if not told or now >= item.due_at:
        told += [manager for manager in managers if manager not in told]
    return told


@renderer(KIND)
def reminder(message: Message) -> Content | None:
    """The words of a reminder, which say nothing of the person; None once the item is closed."""
    item = db.session.get(SafetyItem, message.safety_item_id) if message.safety_item_id else None
    if item is None or item.state != OPEN:
        return None
    overdue = item.due_at <= time_now()
    subject = _("A safety item is overdue") if overdue else _("A safety item is waiting")
    lines = [
        _("Someone may not be safe. Their item was to be acted on by %(time)s.", time=time_words(item.due_at))
        if overdue
        else _("Someone may not be safe. Act on their item by %(time)s.", time=time_words(item.due_at)),
        _("Sign in to see it: %(address)s", address=f"{current_app.config['PUBLIC_URL'].rstrip('/')}/safety"),
        _("This message says nothing of the person, as it may be read by others."),
    ]
    return Content(subject=str(subject), body="\n\n".join(map(str, lines)))


def _is_time(item: SafetyItem, now: datetime) -> bool:
    return item.reminded_at is None or item.reminded_at < last_mark(item, now)


def _mark(item: SafetyItem, now: datetime) -> bool:
    """Note the reminder, unless another worker did. The version stays: nobody's open page is out of date by it."""
    unchanged = (SafetyItem.id == item.id, SafetyItem.reminded_at.is_not_distinct_from(item.reminded_at))
    wanted = update(SafetyItem).where(*unchanged).values(reminded_at=now).returning(SafetyItem.id)
    quiet = wanted.execution_options(synchronize_session=False)
    return bool(recipients(item, now)) and db.session.execute(quiet).first() is not None


def _tell(item: SafetyItem, now: datetime) -> int:
    told = recipients(item, now)
    for user in told:
        queue(kind=KIND, channel=EMAIL, address=user.email, provider=item.provider, safety_item_id=item.id, user_id=user.id)
    return len(told)
