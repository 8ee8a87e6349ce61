"""The duty rota of the demonstration, with two open safety items, one of them overdue, and one that was closed."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from forms_app import audit_log
from forms_app.database import db
from forms_app.demo.area import CARERS_SERVICE, TODAY
from forms_app.demo.rounds import slug_of
from forms_app.demo.staff import DUTY, user_called
from forms_app.models.accounts import User
from forms_app.models.responses import Round
from forms_app.models.safety import DutyPeriod, SafetyItem, SafetyNote
from forms_app.safety import contact_request
from forms_app.safety.hours import AREA
from forms_app.safety.kinds import CLOSED, CLOSING, TRIED

SURVEY = "carer-short"
MANAGER = f"manager@{CARERS_SERVICE.key}.example"


def make_safety_items() -> None:
    """Someone on duty until next month, and what three people asked for. Nobody here is real."""
    worker, manager = user_called(DUTY), user_called(MANAGER)
    _rota(worker, manager)
    round_ = db.session.scalars(select(Round).where(Round.slug == slug_of(CARERS_SERVICE.key, SURVEY))).one()
    when = "Weekdays from 10 to 12. No messages, please."
    late = contact_request(round_, once="overdue", name="Jo", how="07700 900461", when=when, language="en")
    _at(late, days_ago=2, at=time(9))
    _note(late, worker, TRIED, hours=2, words="Rang at 11. A man answered, so I said it was a wrong number.")
    how, when = "Text 07700 900857", "After 9 at night"
    new = contact_request(round_, once="new", name="Samina", how=how, when=when, language="ur")
    _at(new, days_ago=1, at=time(23))
    done = contact_request(round_, once="closed", name="Mrs B", how="0161 496 0735")
    _at(done, days_ago=8, at=time(14))
    _note(done, worker, TRIED, hours=3, words="Rang. She was glad to talk, and wants a sitter on Fridays.")
    _note(done, worker, CLOSING, hours=4, code="spoke", words="A sitter is arranged. No danger.")
    done.state, done.outcome, done.closed_by = CLOSED, "spoke", worker.id
    done.outcome_note, done.closed_at = "A sitter is arranged. No danger.", done.opened_at + timedelta(hours=4)
    audit_log.record("safety-item-closed", provider=done.provider, item=done.id, outcome="spoke")
    db.session.commit()


def _rota(worker: User, manager: User) -> None:
    for user, first, last in (
        (worker, TODAY - timedelta(days=60), None),
        (manager, TODAY + timedelta(days=14), TODAY + timedelta(days=20)),
        (worker, TODAY + timedelta(days=22), None),
    ):
        db.session.add(DutyPeriod(provider=CARERS_SERVICE.key, user_id=user.id, starts_on=first, ends_on=last))
    db.session.flush()


def _at(item: SafetyItem, *, days_ago: int, at: time) -> None:
    """Open an item so long before the demonstration's day, at an hour on the wall clock."""
    clock = item.due_at - item.opened_at
    wall = datetime.combine(TODAY - timedelta(days=days_ago), at, AREA)
    item.opened_at = wall.astimezone(UTC).replace(tzinfo=None)
    item.due_at = item.opened_at + clock


def _note(item: SafetyItem, user: User, kind: str, *, hours: int, words: str, code: str | None = None) -> None:
    at = item.opened_at + timedelta(hours=hours)
    db.session.add(SafetyNote(item_id=item.id, at=at, user_id=user.id, kind=kind, code=code, words=words))
