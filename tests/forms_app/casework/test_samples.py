"""Samples drawn by lot: anyone can draw them again, twice is once, and who leaves is not replaced."""

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forms_app.casework.samples import draw_samples
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import ReviewSample, SampledPerson
from forms_app.models.records import Contract, Person, Review
from forms_app.rights.erasing import erase
from forms_app.worker import run_due
from tests.conftest import let_go, make_app
from tests.forms_app.casework.conftest import add_person, rows
from tests.support.staff import QUICK_HASHES, add_provider, opened, signed_in

HELD = select(SampledPerson.person).order_by(SampledPerson.person)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider under source 003 with 23 people of whom 21 count, on 15 May 2026 in the contract's first quarter."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        contract = {"framework": "dorset-home-care", "starts_on": date(2026, 4, 1)}
        db.session.add(Contract(contract="d", provider="north", **contract))
        for number in range(21):
            _add(f"P{number:02}", "active" if number else None)
        _add("gone", "closed")
        _add("carer", "active", "carer")
        db.session.commit()
    yield app
    let_go(app)


def _add(reference: str, status: str | None, role: str = "service_user") -> None:
    db.session.add(Person(provider="north", person=reference, role=role, status=status, registered_on=date(2026, 1, 1)))


def draw(app: Flask) -> int:
    with app.app_context():
        return draw_samples()


def test_a_fifth_rounded_up_is_drawn_once_and_can_be_drawn_again_by_anyone(app: Flask) -> None:
    assert (draw(app), draw(app)) == (1, 0)
    ((seed, population, start, end, share),) = rows(
        app,
        select(
            ReviewSample.seed,
            ReviewSample.population,
            ReviewSample.period_start,
            ReviewSample.period_end,
            ReviewSample.share,
        ),
    )
    assert (population, start, end, share) == (21, date(2026, 4, 1), date(2026, 6, 30), 20)
    lots = {f"P{n:02}": hashlib.sha256(f"{seed}\nP{n:02}".encode()).hexdigest() for n in range(21)}
    assert [row[0] for row in rows(app, HELD)] == sorted(sorted(lots, key=lots.__getitem__)[:5])
    assert rows(app, select(AuditEvent.details).where(AuditEvent.action == "sample-drawn")) == [
        ('{"people": 5, "sample": 1}',)
    ]  # fmt: skip


def test_two_workers_draw_one_sample(app: Flask) -> None:
    barrier = threading.Barrier(4)

    def work(_number: int) -> int:
        barrier.wait()
        return draw(app)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [0, 0, 0, 1]
    assert len(rows(app, HELD)) == 5


def test_it_is_drawn_late_where_the_worker_was_down_and_anew_in_the_next_quarter(app: Flask) -> None:
    app.config["TODAY"] = date(2026, 6, 30)
    assert draw(app) == 1
    app.config["TODAY"] = date(2026, 7, 1)
    assert (draw(app), draw(app)) == (1, 0)
    assert rows(app, select(ReviewSample.period_start).order_by(ReviewSample.id)) == [
        (date(2026, 4, 1),), (date(2026, 7, 1),),
    ]  # fmt: skip


@pytest.mark.parametrize("ends_on", [date(2026, 5, 14), None])
def test_nothing_is_drawn_for_a_contract_that_is_over_or_where_nobody_counts(app: Flask, ends_on: date | None) -> None:
    with app.app_context():
        db.session.get_one(Contract, "d").ends_on = ends_on
        if ends_on is None:
            for person in db.session.scalars(select(Person)):
                person.status = "closed"
        db.session.commit()
    assert draw(app) == 0
    assert rows(app, select(ReviewSample.id)) == []


def test_someone_drawn_sees_why_until_a_review_is_held(app: Flask) -> None:
    worker = signed_in(app)
    draw(app)
    chosen = rows(app, HELD)[0][0]
    said = "Drawn by lot for this quarter’s 20% sample."
    assert "Sample review due by 30 June 2026" in opened(worker, f"/person/{chosen}")
    page = opened(worker, "/people?clock=sample_review")
    assert page.count(said) == 5
    with app.app_context():
        db.session.add(Review(provider="north", review="r", person=chosen, reviewed_on=date(2026, 5, 1)))
        db.session.commit()
    assert said not in opened(worker, f"/person/{chosen}")
    assert opened(worker, "/people?clock=sample_review").count(said) == 4
    app.config["TODAY"] = date(2026, 7, 10)
    assert (
        opened(worker, "/people?clock=sample_review&show=overdue").count("20% sample of the quarter to 30 June 2026") == 4
    )


def test_who_is_erased_or_closed_drops_out_and_nobody_is_drawn_in_their_place(app: Flask) -> None:
    worker = signed_in(app)
    draw(app)
    first, second = (row[0] for row in rows(app, HELD)[:2])
    with app.app_context():
        erase("north", first)
        db.session.get_one(Person, ("north", second)).status = "closed"
        db.session.commit()
    assert draw(app) == 0
    assert len(rows(app, HELD)) == 4
    assert opened(worker, "/people?clock=sample_review").count("Drawn by lot") == 3


def test_a_sample_is_drawn_by_the_workers_duty(app: Flask) -> None:
    with app.app_context():
        assert run_due(wanted=lambda name: name == "review-samples") == {"review-samples": 1}


def test_someone_new_waits_for_the_next_draw(app: Flask) -> None:
    draw(app)
    before = rows(app, HELD)
    add_person(app, "new", role="service_user")
    assert draw(app) == 0
    assert rows(app, HELD) == before
