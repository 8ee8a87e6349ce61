"""Putting people into a round. Who may not be asked is left out and counted, never silently."""

from collections import Counter
from dataclasses import dataclass, field

from forms_app.database import db
from forms_app.invitations.burden import take_turns
from forms_app.invitations.eligible import standings
from forms_app.invitations.reach import Reach
from forms_app.models.responses import Invitation, Round


@dataclass
class Added:
    """How many were put into the round, and how many were not, by reason."""

    added: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def add_people(round_: Round, people: list[Reach]) -> Added:
    """Make an invitation for each who may be asked, in the caller's transaction. Nothing is sent by it."""
    take_turns()
    outcome = Added()
    for one in standings(round_, people):
        if one.problem is not None or one.channel is None:
            outcome.left_out[one.problem or ""] += 1
            continue
        reach = one.reach
        db.session.add(
            Invitation(
                round_id=round_.id,
                person=reach.person,
                channel=one.channel,
                language=language_in(round_, reach.language),
                name=reach.name,
                email=reach.email,
                phone=reach.phone,
                address=reach.address,
                contact_hash=reach.contact_hash(one.channel),
            )
        )
        outcome.added += 1
    db.session.flush()
    return outcome


def language_in(round_: Round, wished: str | None) -> str:
    """The language to write to someone in: theirs where the round is asked in it, else the round's first."""
    languages = round_.languages.split(";")
    return wished if wished in languages else languages[0]
