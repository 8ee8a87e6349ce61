"""A framework that nobody here has heard of, with clocks of its own, is worked from the list to the record."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.casework.samples import draw_samples
from forms_app.database import db
from forms_app.models.casework import SampledPerson
from forms_app.models.records import Contract
from surveys.library import SHIPPED
from tests.conftest import let_go, make_app
from tests.forms_app.casework.conftest import FRAMEWORK, add_goal, add_person, day_fields, filled_in, hidden, rows
from tests.support.staff import QUICK_HASHES, add_provider, opened, signed_in

CLOCKS = """
clocks:
  - {id: quick, do: assessment, kinds: [carer], within: {days: 10}, from: start, label: Assessment of ten days,
     why: The town wants it soon., source: Page 1}
  - {id: monthly, do: review, within: {months: 1}, from: last, label: Monthly review, why: The town asks monthly.,
     source: Page 2}
  - {id: hello, do: contact, kinds: [phone_call], within: {days: 7}, from: registration, label: First call,
     why: The town rings everyone in their first week., source: Page 3}
  - {id: lots, do: sample_review, sample: {share: 50, each: quarter}, label: Sample of half, why: The town draws half.,
     source: Page 4}
"""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The town's framework with clocks, in a folder of definitions of its own, on 15 May 2026."""
    folder = tmp_path / "definitions"
    (folder / "frameworks").mkdir(parents=True)
    (folder / "frameworks" / "town.yaml").write_text(FRAMEWORK + CLOCKS, encoding="utf-8")
    shutil.copy(SHIPPED / "codes.yaml", folder)
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=folder, **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        db.session.add(Contract(contract="c1", framework="town", provider="north", starts_on=date(2026, 4, 1)))
        db.session.commit()
    add_person(app, registered_on=date(2026, 5, 1), name="Ada Example")
    add_goal(app, "g1", "town:health")
    yield app
    let_go(app)


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return signed_in(app)


def test_its_clocks_stand_on_the_list_with_what_answers_them(app: Flask, worker: FlaskClient) -> None:
    page = opened(worker, "/people")
    for words in ("First call was due by 8 May 2026", "The town rings everyone in their first week.", "Monthly review",
                  '<option value="contact.phone_call"', 'href="/person/P1/contact?kind=phone_call"'):  # fmt: skip
        assert words in page, words
    with app.app_context():
        assert draw_samples() == 1
    assert rows(app, select(SampledPerson.person)) == [("P1",)]
    for words in ("The town draws half.", "Sample of half"):
        assert words in opened(worker, "/people?clock=sample_review&show=due")
        assert words in opened(worker, "/person/P1")


def test_an_assessment_is_due_by_its_clock_wherever_a_day_is_told(worker: FlaskClient) -> None:
    start = hidden(opened(worker, "/person/P1/assessment")) | day_fields("started_on", 12, 5, 2026)
    for kind, day in (("carer", "22 May 2026"), ("wellbeing", "9 June 2026")):
        start["assessment"] = hidden(opened(worker, "/person/P1/assessment"))["assessment"]
        answer = worker.post("/person/P1/assessment", data=start | {"kind": kind, "go_on": "yes"}, follow_redirects=True)
        assert answer.text.count(f"Complete it by {day}.") == 2, "the message or the page tells another day"


def test_the_next_review_is_proposed_by_its_clock_and_filled_in_where_it_was_left_out(worker: FlaskClient) -> None:
    page = opened(worker, "/person/P1/review")
    sent = filled_in(page)
    assert [sent[f"next_due_on-{part}"] for part in ("day", "month", "year")] == ["15", "6", "2026"]
    mark = next(name.partition("-")[2] for name in re.findall(r'name="([^"]+)"', page) if name.startswith("achieved-"))
    left_out = {name: value for name, value in sent.items() if not name.startswith("next_due_on")}
    said = {f"score-{mark}": "4", f"achieved-{mark}": "not_yet", f"need_met-{mark}": "yes", "kind": "scheduled",
            "feels_supported": "yes", "said_by": "worker"}  # fmt: skip
    answer = worker.post("/person/P1/review", data=left_out | said | day_fields("reviewed_on", 10, 5, 2026))
    assert answer.status_code == 303, answer.text
    assert "10 June 2026" in opened(worker, "/person/P1")
