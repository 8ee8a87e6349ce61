"""Putting messages in the queue, and taking them out again."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, update

from forms_app import clock
from forms_app.database import db
from forms_app.models.work import Message

WAITING, SENDING, SENT, DELIVERED, FAILED, CANCELLED = (
    "waiting", "sending", "sent", "delivered", "failed", "cancelled",
)  # fmt: skip


def queue(
    *,
    kind: str,
    channel: str,
    address: str | None,
    provider: str | None = None,
    round_id: int | None = None,
    invitation_id: int | None = None,
    safety_item_id: int | None = None,
    user_id: int | None = None,
    staff_invitation_id: int | None = None,
    language: str | None = None,
    not_before: datetime | None = None,
) -> Message:
    """Add a message to the caller's transaction. Its words are made when it is sent, by the renderer of its `kind`."""
    message = Message(
        kind=kind,
        channel=channel,
        address=address,
        provider=provider,
        round_id=round_id,
        invitation_id=invitation_id,
        safety_item_id=safety_item_id,
        user_id=user_id,
        staff_invitation_id=staff_invitation_id,
        language=language,
        not_before=not_before or clock.now(),
        reference=uuid.uuid4().hex,
        state=WAITING,
    )
    db.session.add(message)
    db.session.flush()
    return message


def cancel_waiting(*which: ColumnElement[bool]) -> int:
    """Cancel the messages that still wait and match, in the caller's transaction; how many."""
    changed = (
        update(Message).where(Message.state == WAITING, *which).values(state=CANCELLED, address=None).returning(Message.id)
    )
    return len(db.session.scalars(changed).all())
