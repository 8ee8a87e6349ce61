"""Jobs: work asked for on a page that takes longer than a page may. A row each; the worker does them one by one."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_security import current_user
from sqlalchemy import select, update

from forms_app import clock
from forms_app.database import db
from forms_app.models.work import Job
from forms_app.worker.registry import duty
from forms_app.worker.stopping import stopping

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
GIVEN_UP = timedelta(hours=1)
"""A job that said nothing for so long was cut off with its worker: it is begun again."""
MOST_TRIES = 3
"""A job that was cut off so often ends its worker, or can't be done: it is not begun again."""
TURN = timedelta(seconds=10)
"""No further job is begun after this: a safety reminder waits for the one in hand, and not for all that wait."""

log = logging.getLogger(__name__)


class JobFailed(Exception):
    """A job can't be done; the message is for whoever asked for it, and holds nothing that anyone typed."""


@dataclass(frozen=True)
class Progress:
    """How a job says how far it is."""

    job: int

    def report(self, done: int, total: int | None = None) -> None:
        """Show `done` (of `total`) on the page of whoever asked. Commits what was done so far."""
        values: dict[str, Any] = {"done": done, "seen_at": clock.now()} | ({} if total is None else {"total": total})
        db.session.execute(update(Job).where(Job.id == self.job).values(values))
        db.session.commit()


Doing = Callable[[dict[str, Any], Progress], str | None]
"""Takes a job's parameters; returns the name of the file it made below HOME/files, if any. May raise JobFailed."""
_kinds: dict[str, Doing] = {}


def job_kind(name: str) -> Callable[[Doing], Doing]:
    """Register a function as what a job of kind `name` does."""

    def register(doing: Doing) -> Doing:
        _kinds[name] = doing
        return doing

    return register


def start_job(kind: str, *, provider: str | None, **parameters: Any) -> Job:
    """Ask for a job in the current transaction. Raises KeyError for a kind that is not registered."""
    _kinds[kind]
    made_by = current_user.id if current_user and current_user.is_authenticated else None
    job = Job(kind=kind, provider=provider, parameters=json.dumps(parameters), made_by=made_by, made_at=clock.now())
    job.state = WAITING
    db.session.add(job)
    db.session.flush()
    return job


@duty("jobs", every=2)
def run_jobs() -> int:
    """Do the jobs that wait, the oldest first, for a turn; how many were done. Other duties have their turn in between."""
    done, end = 0, clock.now() + TURN
    while clock.now() < end and not stopping() and (job := _take_one()) is not None:
        _do(job)
        done += 1
    return done


def _take_one() -> int | None:
    now = clock.now()
    silent = update(Job).where(Job.state == RUNNING, Job.seen_at < now - GIVEN_UP)
    db.session.execute(silent.where(Job.tries >= MOST_TRIES).values(state=FAILED, problem=None, finished_at=now))
    db.session.execute(silent.values(state=WAITING, done=0))
    oldest = select(Job.id).where(Job.state == WAITING).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    wanted = (
        update(Job)
        .where(Job.id == oldest.scalar_subquery(), Job.state == WAITING)
        .values(state=RUNNING, started_at=now, seen_at=now, tries=Job.tries + 1)
        .returning(Job.id)
    )
    taken = db.session.scalar(wanted)
    db.session.commit()
    return taken


def _do(number: int) -> None:
    job = db.session.get_one(Job, number)
    kind, parameters = job.kind, json.loads(job.parameters)
    db.session.commit()
    try:
        result = _kinds[kind](parameters, Progress(number))
        values = {"state": DONE, "result": result}
    except JobFailed as error:
        db.session.rollback()
        values = {"state": FAILED, "problem": str(error)}
    except Exception as error:
        db.session.rollback()
        log.error("A job of kind %r failed: %s", kind, type(error).__name__)
        values = {"state": FAILED, "problem": None}
    db.session.execute(update(Job).where(Job.id == number).values(**values, finished_at=clock.now()))
    db.session.commit()
