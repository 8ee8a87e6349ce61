"""Counting tries at what could be guessed: codes, receipts. Shared by all processes, and soon forgotten."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from flask import request
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from forms_app import clock
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.work import Attempt

KEPT = timedelta(hours=1)
"""A caller's tries are forgotten after this, and with them that they called."""


def too_many(what: str, *, limit: int, minutes: int = 15, who: str | None = None) -> bool:
    """Count one more try at `what` and say whether it is over `limit` in these minutes.

    `who` is the caller's network unless something else is given; only a keyed hash of it is kept. The count is
    committed at once, so that it stands whatever becomes of the request.
    """
    now = clock.now()
    since, caller = _stretch(what, minutes, who)
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    db.session.execute(delete(Attempt).where(Attempt.since < now - KEPT))
    counted = (
        insert(Attempt)
        .values(what=what, who=caller, since=since, tries=1)
        .on_conflict_do_update(index_elements=["what", "who", "since"], set_={"tries": Attempt.tries + 1})
        .returning(Attempt.tries)
    )
    tries = db.session.scalar(counted) or 0
    db.session.commit()
    return tries > limit


def over(what: str, *, limit: int, minutes: int = 15, who: str | None = None) -> bool:
    """Whether `limit` tries were counted already, without counting one more."""
    since, caller = _stretch(what, minutes, who)
    tries = db.session.scalar(select(Attempt.tries).filter_by(what=what, who=caller, since=since))
    return (tries or 0) >= limit


def _stretch(what: str, minutes: int, who: str | None) -> tuple[datetime, str]:
    """When these minutes began, and the keyed hash of the caller, which differs in each stretch of time."""
    now = clock.now()
    since = now.replace(minute=now.minute // minutes * minutes if minutes < 60 else 0, second=0)
    return since, keyed_hash(who or _network(request.remote_addr or "unknown"), f"attempt {what} {since.isoformat()}")


def _network(address: str) -> str:
    """What one caller has: an address, or half of an IPv6 one, since the other half is theirs to choose anew each time."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return address
    return str(read.ipv4_mapped or IPv6Address(int(read) >> 64 << 64))
