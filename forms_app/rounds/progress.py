"""How a round of invitations stands, in numbers. Of answers it gives a count alone, never whose or when."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select

from forms_app.database import db
from forms_app.invitations.reminding import due_for_reminder, reminders_to_come
from forms_app.invitations.sending import not_yet_sent
from forms_app.invitations.words import INVITATION, REMINDER
from forms_app.messages.content import LETTER
from forms_app.messages.queueing import CANCELLED, DELIVERED, FAILED, SENDING, SENT, WAITING
from forms_app.models.responses import Invitation, Round
from forms_app.models.work import Message
from forms_app.rounds.listing import answers_sent


@dataclass(frozen=True)
class Standing:
    """People invited, by what became of the newest message that invites them; and answers, counted alone."""

    invited: int
    to_send: int
    letters_to_make: int
    waiting: int
    sent: int
    delivered: int
    failed: int
    cancelled: int
    answered: int
    reminded: int
    to_remind: int
    reminder_letters_due: int


def standing_of(round_: Round) -> Standing:
    """Count. Served by ix_invitation_round_id, ix_message_round_id and ix_response_round_id."""
    newest = _newest(round_, INVITATION)
    by_state = select(Message.state, func.count().label("number")).where(Message.id.in_(newest)).group_by(Message.state)
    states = {row.state: row.number for row in db.session.execute(by_state)}
    reminded = select(func.count(func.distinct(Message.invitation_id))).where(
        Message.round_id == round_.id, Message.kind == REMINDER, Message.state.in_((SENT, DELIVERED))
    )
    letters_due = due_for_reminder(round_).where(Invitation.channel == LETTER) if round_.remind_after_days else None
    return Standing(
        invited=_number(select(Invitation.id).where(Invitation.round_id == round_.id)),
        to_send=_number(not_yet_sent(round_, letters=False)),
        letters_to_make=_number(not_yet_sent(round_, letters=True)),
        waiting=states.get(WAITING, 0) + states.get(SENDING, 0),
        sent=states.get(SENT, 0),
        delivered=states.get(DELIVERED, 0),
        failed=states.get(FAILED, 0),
        cancelled=states.get(CANCELLED, 0),
        answered=answers_sent([round_.id]).get(round_.id, 0),
        reminded=db.session.scalar(reminded) or 0,
        to_remind=reminders_to_come(round_),
        reminder_letters_due=_number(letters_due) if letters_due is not None else 0,
    )


def failures_of(round_: Round) -> list[Row[Invitation, Message]]:
    """The invitations whose newest message failed, with that message.

    In an anonymous round a reminder does not count: that someone was reminded says that they had not answered.
    """
    kinds = (INVITATION,) if round_.anonymous else (INVITATION, REMINDER)
    wanted = (
        select(Invitation, Message)
        .join(Message, Message.invitation_id == Invitation.id)
        .where(Message.id.in_(_newest(round_, *kinds)), Message.state == FAILED)
        .order_by(Invitation.id)
    )
    return list(db.session.execute(wanted))


def _newest(round_: Round, *kinds: str) -> Select[Any]:
    return (
        select(func.max(Message.id))
        .where(Message.round_id == round_.id, Message.kind.in_(kinds))
        .group_by(Message.invitation_id)
    )


def _number(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
