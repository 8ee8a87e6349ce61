"""The worker's life: duty after duty, until it is asked to stop. Jobs have a thread of their own, as they may be long."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from forms_app.database import db
from forms_app.worker.registry import run_due
from forms_app.worker.stopping import ask_to_stop, begin_again, pause, stopping

JOBS = "jobs"
SECONDS_BETWEEN = 1.0
SECONDS_AFTER_FAULT = 10.0

log = logging.getLogger(__name__)


def work_until_stopped() -> None:
    """Do what is due, again and again. A database that is away for a while is waited for.

    A message or a safety reminder does not wait for a long job: those are done beside. Returns when both have stopped.
    """
    begin_again()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def do_jobs() -> None:
        with app.app_context():
            _again_and_again(lambda name: name == JOBS)

    beside = threading.Thread(target=do_jobs)
    beside.start()
    try:
        _again_and_again(lambda name: name != JOBS)
    finally:
        ask_to_stop()
        beside.join()


def _again_and_again(wanted: Callable[[str], bool]) -> None:
    while not stopping():
        rest = SECONDS_BETWEEN
        try:
            run_due(wanted=wanted)
        except SQLAlchemyError as error:
            db.session.rollback()
            log.error("The worker can't reach the database: %s", type(error).__name__)
            rest = SECONDS_AFTER_FAULT
        finally:
            db.session.remove()
        pause(rest)


@contextmanager
def working(app: Flask) -> Iterator[None]:
    """A worker in a thread of this process, for as long as the context lasts (for the demonstration)."""

    def work() -> None:
        with app.app_context():
            work_until_stopped()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        yield
    finally:
        ask_to_stop()
        worker.join(SECONDS_AFTER_FAULT)
