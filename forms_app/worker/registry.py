"""Duties: what the worker does again and again. Each subject registers its own when it is imported."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from forms_app import clock
from forms_app.database import db
from forms_app.models.work import Beat
from forms_app.worker.stopping import stopping

ONCE_A_DAY = 24 * 60 * 60
"""Seconds from one time to the next."""
Work = Callable[[], int]
"""Does what is due, commits it, and returns how many things it did."""

log = logging.getLogger(__name__)
_registered: dict[str, "Duty"] = {}


@dataclass(frozen=True)
class Duty:
    """A duty: done at most once in `every`, by one worker at a time."""

    name: str
    every: timedelta
    work: Work


def duty(name: str, *, every: int) -> Callable[[Work], Work]:
    """Register a function as the duty `name`, done every so many seconds. Raises ValueError for a name that is taken."""

    def register(work: Work) -> Work:
        if name in _registered and _registered[name].work.__qualname__ != work.__qualname__:
            raise ValueError(f"there is already a duty {name!r}")
        _registered[name] = Duty(name, timedelta(seconds=every), work)
        return work

    return register


def duties() -> list[Duty]:
    """Every duty, in the order of their names."""
    return [_registered[name] for name in sorted(_registered)]


def run_due(*, all_of_them: bool = False, wanted: Callable[[str], bool] = lambda _name: True) -> dict[str, int]:
    """Do every duty whose time has come (or all of them) and whose name is `wanted`; how many things each did.

    A duty that fails is logged by its name and its error's kind, never with what it was about, and comes round again.
    """
    done: dict[str, int] = {}
    for one in duties():
        if stopping():
            break
        if not wanted(one.name) or not _take(one, whenever=all_of_them):
            continue
        try:
            done[one.name] = one.work()
        except Exception as error:
            db.session.rollback()
            log.error("The duty %r failed: %s", one.name, type(error).__name__)
    return done


def _take(one: Duty, *, whenever: bool) -> bool:
    """Note that the duty is done now, unless another worker noted it within its time. Committed at once."""
    now = clock.now()
    wanted = update(Beat).where(Beat.duty == one.name)
    if not whenever:
        wanted = wanted.where(Beat.at <= now - one.every)
    if db.session.execute(wanted.values(at=now).returning(Beat.duty)).first() is not None:
        db.session.commit()
        return True
    if db.session.get(Beat, one.name) is not None:
        db.session.commit()
        return False
    db.session.add(Beat(duty=one.name, at=now))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
