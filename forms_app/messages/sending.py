"""The duty that sends what waits. Two workers share the queue; one that is cut off leaves nothing stuck."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from forms_app import clock
from forms_app.database import db
from forms_app.messages.carriers import carrier_of
from forms_app.messages.content import Content, Outgoing, SendOutcome
from forms_app.messages.queueing import CANCELLED, FAILED, SENDING, SENT, WAITING
from forms_app.models.work import Message
from forms_app.worker import duty
from forms_app.worker.stopping import stopping

LEASE = timedelta(minutes=10)
"""How long a worker may take over one message before another takes it to be cut off."""
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
"""How long to wait after each try that failed for now; after one more the message has failed."""
FIRST_LOOK = timedelta(minutes=2)
"""When to ask first what became of a message whose carrier tells."""
MOST_AT_ONCE = 100

Renderer = Callable[[Message], Content | None]
"""Makes a message's words; None where it should no longer be sent. Its writes are committed before the sending."""
_renderers: dict[str, Renderer] = {}

log = logging.getLogger(__name__)


def renderer(*kinds: str) -> Callable[[Renderer], Renderer]:
    """Register a function as what makes the words of messages of these kinds."""

    def register(made: Renderer) -> Renderer:
        _renderers.update(dict.fromkeys(kinds, made))
        return made

    return register


@dataclass(frozen=True)
class Claim:
    """A message that is ours to send; `again` where it may have been handed over before."""

    message: int
    tries: int
    again: bool


@duty("messages", every=5)
def send_waiting() -> int:
    """Send the messages whose time has come, one by one; how many were taken in hand."""
    taken = 0
    while taken < MOST_AT_ONCE and not stopping() and (claim := _claim()) is not None:
        taken += 1
        _note(claim, _send(claim))
    return taken


def _claim() -> Claim | None:
    """Take the message that has waited longest. Committed at once; rows that others hold are passed over."""
    now = clock.now()
    for state in (WAITING, SENDING):
        oldest = (
            select(Message.id)
            .where(Message.state == state, Message.not_before <= now)
            .order_by(Message.not_before, Message.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        wanted = (
            update(Message)
            .where(Message.id == oldest.scalar_subquery(), Message.state == state, Message.not_before <= now)
            .values(state=SENDING, tries=Message.tries + 1, not_before=now + LEASE)
            .returning(Message.id, Message.tries)
        )
        row = db.session.execute(wanted).first()
        db.session.commit()
        if row is not None:
            return Claim(row.id, row.tries, again=row.tries > 1)
    return None


def _send(claim: Claim) -> SendOutcome | None:
    """Make the words and hand them over; None where the message should no longer be sent."""
    try:
        outgoing = _outgoing(claim.message)
    except Exception as error:
        db.session.rollback()
        log.error("A message could not be made: %s", type(error).__name__)
        return SendOutcome(ok=False, problem=_("The message could not be made."), temporary=True)
    if outgoing is None:
        return None
    carrier = carrier_of(outgoing.channel)
    if carrier is None:
        return SendOutcome(ok=False, problem=_("This service does not send messages of this kind."))
    try:
        before = carrier.taken_before(outgoing) if claim.again else None
        return before or carrier.send(outgoing)
    except Exception as error:
        # Carriers raise nothing by their own word; one that does must not hold the same message up for ever.
        log.error("A carrier failed: %s", type(error).__name__)
        return SendOutcome(ok=False, problem=_("The message could not be handed over."), temporary=True)


def _outgoing(number: int) -> Outgoing | None:
    """The message with its words. What the renderer wrote (a link's hash) is committed, and no transaction is left open."""
    message = db.session.get_one(Message, number)
    content = _renderers[message.kind](message)
    outgoing = None
    if content is not None and message.address:
        outgoing = Outgoing(message.channel, message.address, content, message.reference)
    db.session.commit()
    return outgoing


def _note(claim: Claim, outcome: SendOutcome | None) -> None:
    """Note what became of the message, unless another worker has taken it over since."""
    now = clock.now()
    ours = update(Message).where(Message.id == claim.message, Message.state == SENDING, Message.tries == claim.tries)
    if outcome is None:
        ours = ours.values(state=CANCELLED, address=None)
    elif outcome.ok:
        channel = db.session.scalar(select(Message.channel).where(Message.id == claim.message)) or ""
        carrier = carrier_of(channel)
        values = {"state": SENT, "sent_at": now, "carrier_id": outcome.carrier_id, "failure": None}
        if carrier is not None and carrier.tells_delivery:
            ours = ours.values(**values, not_before=now + FIRST_LOOK)
        else:
            ours = ours.values(**values, address=None)
    else:
        ours = ours.values(**_after_failure(claim.tries, outcome, now))
    db.session.execute(ours)
    db.session.commit()


def _after_failure(tries: int, outcome: SendOutcome, now: datetime) -> dict[str, object]:
    if outcome.temporary and tries <= len(BACK_OFF):
        return {"state": WAITING, "not_before": now + BACK_OFF[tries - 1], "failure": outcome.problem[:300]}
    return {"state": FAILED, "address": None, "failure": outcome.problem[:300]}
