"""Days that don't tell one person from another: in anonymous rounds that invite people, days are kept by the quarter.

Whoever answered before the reminders went out was not reminded. With the day of each response, and the list of who was
reminded, answers could be tied to people; so such rounds keep the same day for all that is sent in one quarter, which
is all that figures need.
"""

from datetime import date

from sqlalchemy import exists, select

from forms_app import clock
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.responses import Invitation, Round


def coarse_day(round_: Round) -> date:
    """The first day of this quarter on which the round was open."""
    today = clock.today()
    return max(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), min(round_.opens_on, today))


def is_coarse(round_: Round) -> bool:
    """Whether the round is anonymous and people were invited to it."""
    return round_.anonymous and bool(
        not round_.open_to_all or db.session.scalar(select(exists().where(Invitation.round_id == round_.id)))
    )


def mark_of_today(secret: str) -> str:
    """Shows, in an address, that the answers under `secret` were sent today, since the database can't tell."""
    return keyed_hash(f"{secret} {clock.today().isoformat()}", "sent today")[:16]


def mark_of_sender(secret: str) -> str:
    """Shows, in a form, that whoever sends it had the page to check the answers under `secret` before they were sent."""
    return keyed_hash(secret, "about to send")[:16]
