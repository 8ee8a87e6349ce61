"""Who may be asked in a round, and why the others may not."""

from dataclasses import dataclass

from sqlalchemy import select

from forms_app.database import db
from forms_app.invitations.burden import most, times_asked
from forms_app.invitations.reach import NOT_BY_MESSAGE, Reach, in_chunks
from forms_app.messages import can_send
from forms_app.messages.content import LETTER
from forms_app.models.responses import Invitation, Round, StoppedContact

IN_ROUND, NO_CONTACT, NOT_WISHED, NO_CARRIER, STOPPED, ENOUGH = (
    "in-round", "no-contact", "not-wished", "no-carrier", "stopped", "enough",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """Whether someone may be asked: by `channel`, or not for the reason in `problem`."""

    reach: Reach
    channel: str | None
    problem: str | None


def standings(round_: Round, people: list[Reach]) -> list[Standing]:
    """How each stands, in their order. Someone who is twice on the list is in the round from the second time on."""
    people_there, hashes_there = _in_round(round_)
    stopped = stopped_among(set().union(*(one.contact_hashes() for one in people)))
    asked = times_asked(round_.provider, people, but_round=round_.id)
    found = []
    for one, times in zip(people, asked, strict=True):
        hashes = one.contact_hashes()
        channel = next((channel for channel in one.channels if channel == LETTER or can_send(channel)), None)
        if one.person in people_there or hashes & hashes_there:
            problem: str | None = IN_ROUND
        elif one.contact_by == NOT_BY_MESSAGE:
            problem = NOT_WISHED
        elif not one.channels:
            problem = NO_CONTACT
        elif channel is None:
            problem = NO_CARRIER
        elif hashes & stopped:
            problem = STOPPED
        else:
            problem = ENOUGH if times >= most() else None
        found.append(Standing(one, channel, problem))
        if problem is None:
            hashes_there |= hashes
            people_there |= {one.person} if one.person else set()
    return found


def stopped_among(hashes: set[str]) -> set[str]:
    """Those of the hashes whose holders asked for no more invitations."""
    return {
        found
        for part in in_chunks(hashes)
        for found in db.session.scalars(select(StoppedContact.contact_hash).where(StoppedContact.contact_hash.in_(part)))
    }


def _in_round(round_: Round) -> tuple[set[str | None], set[str]]:
    rows = db.session.execute(select(Invitation.person, Invitation.contact_hash).where(Invitation.round_id == round_.id))
    people, hashes = set[str | None](), set[str]()
    for person, contact_hash in rows:
        people |= {person} if person else set()
        hashes |= {contact_hash} if contact_hash else set()
    return people, hashes
