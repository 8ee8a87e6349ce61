"""Duties come round in their time, jobs are done once, and a fault in one stops no other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from forms_app import clock
from forms_app.database import db
from forms_app.models.work import Job
from forms_app.worker import Progress, duties, duty, job_kind, jobs, registry, run_due, start_job

NOW = datetime(2026, 5, 15, 9, 0)


@pytest.fixture
def only_ours(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No duties but those of the test, at nine in the morning."""
    monkeypatch.setattr(registry, "_registered", {})
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return None


@pytest.mark.usefixtures("only_ours")
def test_a_duty_is_done_once_in_its_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    duty("sweep", every=60)(lambda: 3)
    with app.app_context():
        assert run_due() == {"sweep": 3}
        assert run_due() == {}
        assert run_due(all_of_them=True) == {"sweep": 3}
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=61))
        assert run_due() == {"sweep": 3}


@pytest.mark.usefixtures("only_ours")
def test_a_duty_that_fails_stops_no_other_and_its_words_are_not_logged(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> int:
        raise RuntimeError("what ann@example.org typed")

    duty("a-first", every=1)(fails)
    duty("b-second", every=1)(lambda: 1)
    with app.app_context():
        assert run_due() == {"b-second": 1}
    assert "a-first" in caplog.text
    assert "ann@example.org" not in caplog.text
    assert [one.name for one in duties()] == ["a-first", "b-second"]


def test_a_job_is_done_once_and_says_how_far_it_is(app: Flask) -> None:
    seen: list[Any] = []

    @job_kind("count")
    def count(parameters: dict[str, Any], progress: Progress) -> str:
        progress.report(1, 2)
        seen.append(parameters["upto"])
        return "counted.csv"

    with app.app_context():
        number = start_job("count", provider=None, upto=2).id
        db.session.commit()
        assert (jobs.run_jobs(), jobs.run_jobs()) == (1, 0)
        job = db.session.get_one(Job, number)
        assert (job.state, job.done, job.total, job.result, seen) == ("done", 1, 2, "counted.csv", [2])


def test_after_a_long_job_other_duties_have_their_turn(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    time = [NOW]
    monkeypatch.setattr(clock, "now", lambda: time[0])

    @job_kind("long")
    def long(_parameters: dict[str, Any], _progress: Progress) -> None:
        time[0] += timedelta(minutes=1)

    with app.app_context():
        for _ in range(2):
            start_job("long", provider=None)
        db.session.commit()
        assert [jobs.run_jobs() for _ in range(3)] == [1, 1, 0]


def test_a_job_that_cannot_be_done_says_why(app: Flask) -> None:
    @job_kind("refuse")
    def refuse(_parameters: dict[str, Any], _progress: Progress) -> None:
        raise jobs.JobFailed("There is nobody to write to.")

    with app.app_context():
        number = start_job("refuse", provider=None).id
        db.session.commit()
        jobs.run_jobs()
        job = db.session.get_one(Job, number)
        assert (job.state, job.problem) == ("failed", "There is nobody to write to.")


def test_a_job_cut_off_with_its_worker_is_begun_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    @job_kind("again")
    def again(_parameters: dict[str, Any], _progress: Progress) -> None:
        return None

    with app.app_context():
        job = start_job("again", provider=None)
        job.state, job.seen_at = "running", NOW
        number = job.id
        db.session.commit()
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=50))
        assert jobs.run_jobs() == 0
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=3))
        assert jobs.run_jobs() == 1
        assert db.session.get_one(Job, number).state == "done"


def test_a_job_that_keeps_saying_how_far_it_is_is_not_begun_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        job = Job(kind="long", made_at=NOW, state="running", started_at=NOW, seen_at=NOW)
        db.session.add(job)
        db.session.commit()
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=50))
        Progress(job.id).report(3)
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=100))
        jobs.run_jobs()
        assert db.session.get_one(Job, job.id).state == "running"


def test_a_job_that_is_cut_off_each_time_is_given_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        job = Job(kind="deadly", made_at=NOW, state="running", seen_at=NOW, tries=3)
        db.session.add(job)
        db.session.commit()
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
        assert jobs.run_jobs() == 0
        assert db.session.get_one(Job, job.id).state == "failed"
