"""A page that is sent again: the same answers are saved once, and other answers are never thrown away in silence."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.models.casework import Consent, Note, WellbeingPayment
from forms_app.models.records import Activity, Assessment, Contact, Feedback, Person, Referral, Review
from forms_app.models.stories import ChangeMade, Story
from tests.forms_app.casework.conftest import (
    add_goal,
    add_person,
    app,
    day_fields,
    definitions,
    filled_in,
    hidden,
    rows,
    worker,
)
from tests.forms_app.changes.test_changes import TYPED as CHANGE
from tests.forms_app.stories.conftest import TYPED as STORY
from tests.support.staff import opened

__all__ = ["app", "definitions", "worker"]
OTHER = "Other words, typed in another tab"


@dataclass(frozen=True)
class Page:
    """A page that adds one row to `table`: what is typed into it, and what of that is other in the second tab."""

    address: str
    table: type
    typed: dict[str, str]
    other: dict[str, str]

    def __str__(self) -> str:
        return self.address


PAGES = [
    Page("/person/P1/note", Note, {"text": "First words"}, {"text": OTHER}),
    Page("/person/P1/contact", Contact, {"kind": "casework", "minutes": "20"}, {"minutes": "45", "notes": OTHER}),
    Page("/record/contacts", Contact, {"kind": "casework", "people": "P1"}, {"notes": OTHER}),
    Page("/person/P1/payment", WellbeingPayment, {"amount": "20", "spent_on": "other"}, {"amount": "40"}),
    Page("/person/P1/card", Contact, {"kind": "emergency_card"}, day_fields("issued_on", 2, 5, 2026)),
    Page("/record/activity", Activity, {"kind": "drop_in", "people": "P1", "title": "Tea"}, {"title": OTHER}),
    Page("/person/P1/referral", Referral, {"source": "gp"}, {"source": "self"}),
    Page("/people/referral", Referral, {"source": "gp", "declined_reason": "no_capacity"}, {"source": "self"}),
    Page("/person/P1/consent", Consent, {"scope": "quote", "form": "signed"}, {"reference": OTHER}),
    Page("/person/P1/assessment", Assessment, {"kind": "carer"}, {"kind": "wellbeing"}),
    Page("/people/new", Person, {"role": "carer", "name": "Ada Bell"}, {"name": "Zoe Cole"}),
    Page("/feedback/new", Feedback, {"kind": "complaint", "about": "Nobody rang."}, {"about": OTHER}),
]
OF_TWO_VERSIONS = [
    Page("/stories/new", Story, STORY | {"outcomes": "town:health"}, {"text": f"{STORY['text']} {OTHER}"}),
    Page("/changes/new", ChangeMade, CHANGE | {"about": "town:health"}, {"did": OTHER}),
    Page("/person/P1/review", Review, {"kind": "scheduled", "feels_supported": "yes"}, {"notes": OTHER}),
]


def count(app: Flask, page: Page) -> int:
    number: int = rows(app, select(func.count()).select_from(page.table))[0][0]
    return number


@pytest.fixture
def carer(app: Flask) -> None:
    add_person(app, "P1", name="Carol Hill")


@pytest.mark.usefixtures("carer")
@pytest.mark.parametrize("page", PAGES + OF_TWO_VERSIONS, ids=str)
def test_the_same_answers_are_saved_once(app: Flask, worker: FlaskClient, page: Page) -> None:
    before = count(app, page)
    sent = filled_in(opened(worker, page.address)) | page.typed
    assert [worker.post(page.address, data=sent).status_code for _tap in range(2)] in ([303, 303], [302, 302])
    assert count(app, page) == before + 1


@pytest.mark.usefixtures("carer")
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_other_answers_are_shown_and_become_another_record_when_saved_again(
    app: Flask, worker: FlaskClient, page: Page
) -> None:
    before = count(app, page)
    sent = filled_in(opened(worker, page.address)) | page.typed
    assert worker.post(page.address, data=sent).status_code == 303
    again = worker.post(page.address, data=sent | page.other)
    assert again.status_code == 422
    assert "You have saved this page before, with other answers." in again.text
    assert count(app, page) == before + 1
    shown = filled_in(again.text)
    assert all(shown[name] == value for name, value in page.other.items())
    assert worker.post(page.address, data=shown).status_code == 303
    assert count(app, page) == before + 2


@pytest.mark.usefixtures("carer")
@pytest.mark.parametrize("page", OF_TWO_VERSIONS, ids=str)
def test_other_answers_stand_beside_those_that_were_saved(app: Flask, worker: FlaskClient, page: Page) -> None:
    before = count(app, page)
    sent = filled_in(opened(worker, page.address)) | page.typed
    assert worker.post(page.address, data=sent).status_code in (302, 303)
    again = worker.post(page.address, data=sent | page.other)
    assert again.status_code == 409
    assert OTHER in again.text
    assert count(app, page) == before + 1


@pytest.mark.usefixtures("carer")
def test_two_reviews_from_one_page_are_put_together_as_one(app: Flask, worker: FlaskClient) -> None:
    add_goal(app, "G1", "town:health")
    sent = filled_in(opened(worker, "/person/P1/review")) | {"kind": "scheduled", "feels_supported": "yes"}
    mark = re.search(r'name="score-([0-9a-f]+)"', worker.get("/person/P1/review").text)
    assert mark is not None
    scored = {f"score-{mark[1]}": "3", f"achieved-{mark[1]}": "partly", f"need_met-{mark[1]}": "yes", "said_by": "both"}
    assert worker.post("/person/P1/review", data=sent | scored | {"notes": "From the phone"}).status_code == 303
    beside = worker.post("/person/P1/review", data=sent | scored | {"notes": "From the laptop"})
    assert "You saved this review before" in beside.text
    saved = rows(app, select(Review.review))[0][0]
    together = worker.post(f"/person/P1/review/{saved}/together", data=filled_in(beside.text) | {"pick-notes": "both"})
    assert together.status_code == 303, together.text
    assert rows(app, select(Review.notes)) == [("From the phone\n\nFrom the laptop",)]


@pytest.mark.usefixtures("carer")
def test_goals_from_a_page_that_completed_its_assessment_before_are_shown_beside_them(
    app: Flask, worker: FlaskClient
) -> None:
    started = filled_in(opened(worker, "/person/P1/assessment")) | {"kind": "carer"}
    assert worker.post("/person/P1/assessment", data=started).status_code == 303
    address = f"/person/P1/assessment/{rows(app, select(Assessment.assessment))[0][0]}"
    sent = filled_in(opened(worker, address)) | {"outcome-1": "town:health", "baseline-1": "2", "words-1": "I sleep"}
    assert [worker.post(address, data=sent).status_code for _tap in range(2)] == [303, 303]
    again = worker.post(address, data=sent | {"outcome-2": "town:money", "baseline-2": "1", "words-2": OTHER})
    assert again.status_code == 409
    assert OTHER in again.text
    assert hidden(again.text)["once"] != sent["once"]
