"""What became of messages that were handed over: asked for by the worker, and told by the carrier."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from forms_app import clock
from forms_app.database import db
from forms_app.messages.carriers.notify import DELIVERED as WORDS_OF_DELIVERED
from forms_app.messages.carriers.notify import NOT_DELIVERED, TRY_AGAIN, reason_of, status_of
from forms_app.messages.queueing import DELIVERED, FAILED, SENT, WAITING
from forms_app.messages.sending import BACK_OFF
from forms_app.models.work import Message
from forms_app.worker import duty
from forms_app.worker.stopping import stopping

ASK_FOR = timedelta(days=4)
"""Notify tries for three days. What it has not told by then, it never will."""
LONGEST_PAUSE = timedelta(hours=6)
MOST_AT_ONCE = 100


@duty("deliveries", every=60)
def ask_for_deliveries() -> int:
    """Ask for messages that are on their way, each less often the longer it takes; how many were asked for."""
    now = clock.now()
    on_the_way = (Message.state == SENT, Message.address.is_not(None))
    wanted = (
        select(Message.id, Message.carrier_id, Message.sent_at)
        .where(*on_the_way, Message.not_before <= now, Message.carrier_id.is_not(None))
        .order_by(Message.not_before)
        .limit(MOST_AT_ONCE)
    )
    found = db.session.execute(wanted).all()
    db.session.commit()
    for row in found:
        if stopping():
            break
        status = status_of(row.carrier_id)
        if status is None or not note_status(row.carrier_id, status):
            pause = min(max(now - row.sent_at, timedelta(minutes=2)), LONGEST_PAUSE)
            values = {"address": None} if now - row.sent_at > ASK_FOR else {"not_before": now + pause}
            db.session.execute(update(Message).where(Message.id == row.id, *on_the_way).values(**values))
        db.session.commit()
    return len(found)


def note_status(carrier_id: str, status: str) -> bool:
    """Note what the carrier says of a message, in the caller's transaction; False where it settles nothing.

    What was lost for now is tried again; told twice, or for a message that is settled, it changes nothing.
    """
    on_the_way: list[ColumnElement[bool]] = [Message.carrier_id == carrier_id, Message.state == SENT]
    if status in WORDS_OF_DELIVERED:
        changed = update(Message).where(*on_the_way).values(state=DELIVERED, address=None, failure=None)
        db.session.execute(changed)
        return True
    if status not in NOT_DELIVERED:
        return False
    message = db.session.scalar(select(Message).where(*on_the_way).with_for_update())
    if message is None:
        return True
    message.failure = reason_of(status)[:300]
    if status in TRY_AGAIN and message.tries <= len(BACK_OFF) and message.address:
        message.state, message.not_before = WAITING, clock.now() + BACK_OFF[message.tries - 1]
    else:
        message.state, message.address = FAILED, None
    return True
