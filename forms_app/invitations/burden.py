"""Nobody is asked too much: how often someone was asked this quarter, by whoever it was."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import func, select, text

from forms_app import clock
from forms_app.database import db
from forms_app.invitations.reach import Reach, in_chunks
from forms_app.models.records import Review
from forms_app.models.responses import Asked


def quarter() -> tuple[date, date]:
    """The first and the last day of the calendar quarter that today is in."""
    today = clock.today()
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def most() -> int:
    """How often one person may be asked in a quarter."""
    number: int = current_app.config["ASKED_AT_MOST"]
    return number


def take_turns() -> None:
    """Make askings that are noted at the same time take turns, so that two together do not go over the most."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(728402)"))


def times_asked(provider: str, people: list[Reach], *, but_round: int | None = None) -> list[int]:
    """How often each was asked this quarter: rounds of any provider (but this one), and reviews.

    A review noted here counts by any provider's; those of the person's own record count even if they were imported.
    Served by ix_asked_who and ix_review_on.
    """
    first, last = quarter()
    known = [one.hashes(provider) for one in people]
    rounds: dict[str, set[int]] = defaultdict(set)
    noted: Counter[str] = Counter()
    for part in in_chunks(set().union(*known)):
        wanted = select(Asked.who, Asked.round_id).where(
            Asked.who.in_(part), Asked.asked_on >= first, Asked.asked_on <= last
        )
        for row in db.session.execute(wanted):
            if row.round_id is None:
                noted[row.who] += 1
            elif row.round_id != but_round:
                rounds[row.who].add(row.round_id)
    reviews = _reviews(provider, {one.person for one in people if one.person}, first, last)
    return [
        len(set().union(*(rounds[who] for who in hashes)))
        + max([reviews.get(one.person or "", 0), *(noted[who] for who in hashes)])
        for one, hashes in zip(people, known, strict=True)
    ]


def note_asked(provider: str, people: Iterable[Reach], *, round_id: int | None = None, on: date | None = None) -> None:
    """Note, in the caller's transaction, that these people are asked: in a round, or at a review; today unless `on`."""
    hashes = sorted(set().union(*(one.hashes(provider) for one in people)))
    db.session.add_all(Asked(who=who, asked_on=on or clock.today(), round_id=round_id) for who in hashes)
    db.session.flush()


def _reviews(provider: str, people: set[str], first: date, last: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in in_chunks(people):
        wanted = (
            select(Review.person, func.count())
            .where(Review.provider == provider, Review.person.in_(part), Review.reviewed_on.between(first, last))
            .group_by(Review.person)
        )
        found |= {row[0]: row[1] for row in db.session.execute(wanted)}
    return found
