"""The worker process: what it does on being asked to stop, on a fault, and how staff see that it is not there."""

import os
import signal
import subprocess
import sys
import threading
import time as real_time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from forms_app import clock
from forms_app.commands.worker import worker
from forms_app.database import db
from forms_app.messages import queue
from forms_app.models.work import Beat
from forms_app.worker import duty, loop, registry, run_due
from forms_app.worker.stopping import ask_to_stop, begin_again
from forms_app.worker.watching import worker_is_away

NOW = datetime(2026, 5, 15, 9, 0)


@pytest.fixture(autouse=True)
def _not_stopping() -> Iterator[None]:
    yield
    begin_again()


def test_asked_to_stop_it_finishes_the_duty_in_hand_and_begins_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    done: list[str] = []

    def first() -> int:
        ask_to_stop()
        done.append("first")
        return 1

    duty("a-first", every=1)(first)
    duty("b-second", every=1)(lambda: done.append("second") or 1)
    with app.app_context():
        assert run_due() == {"a-first": 1}
    assert done == ["first"]


def test_a_database_that_is_away_for_a_while_is_waited_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    def due(*, wanted: Callable[[str], bool]) -> None:
        if wanted("jobs"):
            return
        turns.append(1)
        if len(turns) == 1:
            raise OperationalError("SELECT", {}, Exception("gone"))
        ask_to_stop()

    monkeypatch.setattr(loop, "run_due", due)
    monkeypatch.setattr(loop, "pause", lambda _seconds: None)
    with app.app_context():
        loop.work_until_stopped()
    assert len(turns) == 2


def test_a_long_job_holds_up_no_reminder(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    reminded = threading.Event()
    seen: list[bool] = []
    monkeypatch.setattr(registry, "_registered", {})

    @duty("jobs", every=1)
    def long_job() -> int:
        seen.append(reminded.wait(20))
        ask_to_stop()
        return 1

    @duty("reminders", every=1)
    def remind() -> int:
        reminded.set()
        return 1

    with app.app_context():
        loop.work_until_stopped()
    assert seen == [True]


def test_once_does_what_is_due_and_ends(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", {})
    duty("sweep", every=1)(lambda: 3)
    app.cli.add_command(worker)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    result = app.test_cli_runner().invoke(args=["worker", "--once"])
    for number, handler in before.items():
        signal.signal(number, handler)
    assert (result.exit_code, result.output) == (0, "sweep: 3\n")


def test_a_worker_process_ends_on_sigterm(app: Flask, tmp_path: Path) -> None:
    environment = os.environ | {
        "CARER_OUTCOMES_HOME": str(tmp_path / "home"), "CARER_OUTCOMES_DATABASE_URL": app.config["DATABASE_URL"],
        "CARER_OUTCOMES_ENCRYPTION_KEYS": app.config["ENCRYPTION_KEYS"][0],
    }  # fmt: skip
    code = "from forms_app.cli import main; main()"
    process = subprocess.Popen([sys.executable, "-c", code, "worker"], env=environment)
    try:
        with app.app_context():
            deadline = real_time.monotonic() + 30
            while db.session.query(Beat).count() == 0:
                assert real_time.monotonic() < deadline
                assert process.poll() is None
                db.session.rollback()
                real_time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()


@pytest.mark.parametrize(
    ("minutes_since_beat", "minutes_waiting", "away"), [(30, 30, True), (None, 30, True), (1, 30, False), (30, 1, False)]
)
def test_staff_are_told_when_messages_wait_and_no_worker_has_been_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch, minutes_since_beat: int | None, minutes_waiting: int, away: bool
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.app_context():
        if minutes_since_beat is not None:
            db.session.add(Beat(duty="messages", at=NOW - timedelta(minutes=minutes_since_beat)))
        queue(kind="x", channel="email", address="a@b.example", not_before=NOW - timedelta(minutes=minutes_waiting))
        db.session.commit()
        assert worker_is_away() is away
