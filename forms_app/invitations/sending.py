"""Sending invitations: who has not had one yet, and what their messages say when they go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select

from forms_app import clock
from forms_app.database import db
from forms_app.invitations.burden import most, note_asked, take_turns, times_asked
from forms_app.invitations.eligible import stopped_among
from forms_app.invitations.links import new_link
from forms_app.invitations.reach import reach_of_invitation
from forms_app.invitations.words import INVITATION, REMINDER, Asking
from forms_app.messages import Content, queue, renderer
from forms_app.messages.content import LETTER
from forms_app.messages.queueing import CANCELLED
from forms_app.models.records import Provider
from forms_app.models.responses import Invitation, Round
from forms_app.models.work import Message
from forms_app.respond.beginning import SENT
from forms_app.respond.rounds import is_open


@dataclass(frozen=True)
class Sent:
    """How many messages were queued (or letters may be made), and how many people may not be asked after all."""

    queued: int = 0
    asked_enough: int = 0
    stopped: int = 0


def not_yet_sent(round_: Round, *, letters: bool) -> Select[Invitation]:
    """The invitations for which no message was made, while it is known where to; those by letter, or all others."""
    written = exists().where(Message.invitation_id == Invitation.id, Message.kind == INVITATION, Message.state != CANCELLED)
    by_letter = Invitation.channel == LETTER if letters else Invitation.channel != LETTER
    return (
        select(Invitation).where(Invitation.round_id == round_.id, by_letter, reachable(), ~written).order_by(Invitation.id)
    )


def reachable() -> ColumnElement[bool]:
    """Whether it is still known where someone who is invited can be reached."""
    return or_(Invitation.email.is_not(None), Invitation.phone.is_not(None), Invitation.address.is_not(None))


def may_still_be_asked(round_: Round, invitations: Iterable[Invitation]) -> tuple[list[Invitation], Sent]:
    """Those who have not been asked enough, and not asked for no more, since they were put into the round."""
    invited = list(invitations)
    people = [reach_of_invitation(one) for one in invited]
    stopped = stopped_among(set().union(*(one.contact_hashes() for one in people)))
    times = times_asked(round_.provider, people, but_round=round_.id)
    fit, enough, no_more = [], 0, 0
    for one, reach, asked in zip(invited, people, times, strict=True):
        if reach.contact_hashes() & stopped:
            no_more += 1
        elif asked >= most():
            enough += 1
        else:
            fit.append(one)
    return fit, Sent(len(fit), enough, no_more)


def send_invitations(round_: Round) -> Sent:
    """Queue a message to everyone who has not had one, in the caller's transaction; letters are made elsewhere.

    Before the round opens they wait for its first day.
    """
    take_turns()
    fit, outcome = may_still_be_asked(round_, db.session.scalars(not_yet_sent(round_, letters=False)))
    for invitation in fit:
        queue_to(invitation, round_, INVITATION)
    note_asked(round_.provider, [reach_of_invitation(one) for one in fit], round_id=round_.id)
    return outcome


def queue_to(invitation: Invitation, round_: Round, kind: str) -> Message:
    """Queue one message about a round."""
    channel = invitation.channel or ""
    return queue(
        kind=kind,
        channel=channel,
        address=reach_of_invitation(invitation).where(channel),
        provider=round_.provider,
        round_id=round_.id,
        invitation_id=invitation.id,
        language=invitation.language,
        not_before=_first_moment(round_),
    )


def _first_moment(round_: Round) -> datetime:
    days = max((round_.opens_on - clock.today()).days, 0)
    return clock.now() + timedelta(days=days)


@renderer(INVITATION, REMINDER)
def words_of(message: Message) -> Content | None:
    """The message with a new personal link; None for someone who has answered, wants no more, or is too late."""
    invitation = db.session.get(Invitation, message.invitation_id)
    if invitation is None or invitation.state == SENT:
        return None
    round_ = db.session.get_one(Round, invitation.round_id)
    stopped = stopped_among(reach_of_invitation(invitation).contact_hashes() | {invitation.contact_hash or ""})
    if stopped or not is_open(round_):
        return None
    return asking(message.kind, invitation, round_).content(new_link(invitation))


def asking(kind: str, invitation: Invitation, round_: Round) -> Asking:
    """What is said to someone who is invited."""
    provider = db.session.get_one(Provider, round_.provider)
    language = invitation.language or round_.languages.split(";")[0]
    return Asking(kind, invitation.channel or "", round_, provider, language, invitation.name)
