"""Counting tries at what could be guessed: codes, receipts. Shared by all processes, and soon forgotten."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from flask import request
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forms_app import clock
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.work import Attempt

KEPT = timedelta(hours=1)
"""A caller's tries are forgotten after this, and with them that they called."""


def too_many(what: str, *, limit: int, minutes: int = 15, who: str | None = None) -> bool:
    """Count one more try at `what` and say whether it is over `limit` in these minutes. See `count`."""
    return count(what, minutes=minutes, who=who) > limit


def count(what: str, *, minutes: int = 15, who: str | None = None) -> int:
    """Count one more try at `what` and return how many these minutes have seen.

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
    return tries


def take_back(what: str, *, minutes: int = 15, who: str | None = None) -> None:
    """Take the last try at `what` out of the count again: it was no guess. The caller commits."""
    since, caller = _stretch(what, minutes, who)
    mine = update(Attempt).where(Attempt.what == what, Attempt.who == caller, Attempt.since == since, Attempt.tries > 0)
    db.session.execute(mine.values(tries=Attempt.tries - 1))


def first_use(what: str, token: str, at: datetime) -> bool:
    """Whether `token`, made at `at`, is used now for the first time. Of two requests at once only one is told so.

    What is used longer than KEPT after `at` is taken for used. The caller commits.
    """
    if at < clock.now() - KEPT:
        return False
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    used = insert(Attempt).values(what=what, who=keyed_hash(token, f"used {what}"), since=at, tries=1)
    return db.session.execute(used.on_conflict_do_nothing().returning(Attempt.tries)).first() is not None


def callers_network() -> str:
    """The network that the request comes from."""
    return _network(request.remote_addr or "unknown")


def over(what: str, *, limit: int, minutes: int = 15, who: str | None = None) -> bool:
    """Whether `limit` tries were counted already, without counting one more."""
    since, caller = _stretch(what, minutes, who)
    tries = db.session.scalar(select(Attempt.tries).filter_by(what=what, who=caller, since=since))
    return (tries or 0) >= limit


def _stretch(what: str, minutes: int, who: str | None) -> tuple[datetime, str]:
    """When these minutes began, and the keyed hash of the caller, which differs in each stretch of time."""
    now = clock.now()
    since = now.replace(minute=now.minute // minutes * minutes if minutes < 60 else 0, second=0)
    return since, keyed_hash(who or callers_network(), f"attempt {what} {since.isoformat()}")


def _network(address: str) -> str:
    """What one caller has: an address, or half of an IPv6 one, since the other half is theirs to choose anew each time."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return address
    return str(read.ipv4_mapped or IPv6Address(int(read) >> 64 << 64))
