"""Reminders: once, to those who have not answered, so many days after they were asked."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, exists, select

from forms_app import clock
from forms_app.database import db
from forms_app.invitations.eligible import stopped_among
from forms_app.invitations.reach import reach_of_invitation
from forms_app.invitations.sending import queue_to, reachable
from forms_app.invitations.words import INVITATION, REMINDER
from forms_app.messages.content import LETTER
from forms_app.messages.queueing import DELIVERED, SENT
from forms_app.models.responses import Invitation, Round, StoppedContact
from forms_app.models.work import Message
from forms_app.respond.beginning import BEGUN, MADE
from forms_app.respond.rounds import is_open
from forms_app.worker import duty

BY_DAY = range(8, 19)
"""Hours (UTC) in which reminders are put in the queue: nobody's phone rings at night."""
MOST_AT_ONCE = 500


@duty("reminders", every=900)
def remind() -> int:
    """Queue the reminders that are due, of all open rounds; how many. Letters are left to staff."""
    if clock.now().hour not in BY_DAY:
        return 0
    number = 0
    for round_ in db.session.scalars(select(Round).where(Round.remind_after_days.is_not(None))).all():
        if not is_open(round_):
            continue
        due = due_for_reminder(round_).where(Invitation.channel != LETTER).limit(MOST_AT_ONCE)
        for invitation in db.session.scalars(due).all():
            queue_to(invitation, round_, REMINDER)
            number += 1
        db.session.commit()
    return number


def due_for_reminder(round_: Round) -> Select[Invitation]:
    """Those who were asked long enough ago, have not answered or stopped it, and were not reminded. Ordered by id.

    Of the answers it knows only that the invitation was not used: in an anonymous round nothing else ties them.
    """
    return select(Invitation).where(*_asked_and_silent(round_, before_today=True)).order_by(Invitation.id)


def reminders_to_come(round_: Round) -> int:
    """How many will be reminded by a message, if they do not answer first. Letters are left to staff.

    Whoever asked by any of their addresses and numbers for no more is not among them, as their reminder is not sent.
    """
    if round_.remind_after_days is None:
        return 0
    silent = _asked_and_silent(round_, before_today=False)
    found = db.session.scalars(select(Invitation).where(*silent, Invitation.channel != LETTER)).all()
    hashes = [reach_of_invitation(one).contact_hashes() for one in found]
    stopped = stopped_among(set().union(*hashes))
    return sum(not own & stopped for own in hashes)


def _asked_and_silent(round_: Round, *, before_today: bool) -> list[ColumnElement[bool]]:
    asked = [
        Message.invitation_id == Invitation.id,
        Message.kind == INVITATION,
        Message.state.in_((SENT, DELIVERED)),
    ]
    if before_today:
        asked.append(Message.sent_at <= clock.now() - timedelta(days=round_.remind_after_days or 0))
    return [
        Invitation.round_id == round_.id,
        Invitation.state.in_((MADE, BEGUN)),
        reachable(),
        exists().where(*asked),
        ~exists().where(StoppedContact.contact_hash == Invitation.contact_hash),
        ~exists().where(Message.invitation_id == Invitation.id, Message.kind == REMINDER),
    ]
