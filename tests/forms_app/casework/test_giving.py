"""Whose people they are: one's own first, a colleague's, nobody's; giving several at once, or one from their page."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.casework.marks import mark_people
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Person
from tests.forms_app.casework.conftest import add_person, rows
from tests.forms_app.casework.test_people import listed
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, add_staff, opened


def account(app: Flask, email: str) -> int:
    return int(rows(app, select(User.id).where(User.email == email))[0][0])


def whose(app: Flask) -> dict[str, int | None]:
    return {row[0]: row[1] for row in rows(app, select(Person.person, Person.worker_id).order_by(Person.person))}


@pytest.fixture
def me(app: Flask, worker: FlaskClient) -> int:
    """Three people, and the account of the worker."""
    for person in ("P1", "P2", "P3"):
        add_person(app, person)
    return account(app, "support_worker@north.example")


@pytest.fixture
def colleague(app: Flask) -> int:
    """Another worker of the same provider."""
    return account(app, add_staff(app, email="kim@north.example"))


def give(client: FlaskClient, people: list[str], worker: object, query: str = "") -> str:
    answer = client.post(f"/people/give{query}", data={"person": people, "worker": str(worker)}, follow_redirects=True)
    check_page(answer.text)
    return html.unescape(answer.text)


def test_the_list_begins_with_ones_own_people_once_one_has_some(
    app: Flask, worker: FlaskClient, me: int, colleague: int
) -> None:
    assert listed(opened(worker, "/people")) == ["P1", "P2", "P3"]
    give(worker, ["P2"], me)
    give(worker, ["P3"], colleague)
    for query, people in (
        ("", ["P2"]), ("?whose=mine", ["P2"]), ("?whose=all", ["P1", "P2", "P3"]), ("?whose=none", ["P1"]),
        (f"?whose={colleague}", ["P3"]), ("?whose=999", ["P2"]), ("?whose=%00", ["P2"]),
    ):  # fmt: skip
        assert listed(opened(worker, f"/people{query}")) == people, query


def test_people_are_given_with_an_event_each_and_twice_is_once(
    app: Flask, worker: FlaskClient, me: int, colleague: int
) -> None:
    assert "2 people are now with Sam Support Worker" in give(worker, ["P1", "P3"], colleague, "?whose=all&sort=reference")
    assert "Nothing changed" in give(worker, ["P3", "P1", "P1"], colleague)
    assert whose(app) == {"P1": colleague, "P2": None, "P3": colleague}
    events = rows(app, select(AuditEvent.person, AuditEvent.details).where(AuditEvent.action == "person-given"))
    assert events == [("P1", f'{{"to": {colleague}}}'), ("P3", f'{{"to": {colleague}}}')]
    assert "1 person is now with nobody" in give(worker, ["P1"], "none")
    assert whose(app)["P1"] is None


def test_what_is_amiss_is_told_and_the_ticks_stay(app: Flask, worker: FlaskClient, me: int) -> None:
    for data, says in (
        ({"worker": str(me)}, "Tick the people to give"),
        ({"person": ["P2"]}, "Choose whom to give them to"),
        ({"person": ["P2"], "worker": "999"}, "Choose whom to give them to"),
        ({"person": [f"x{number}" for number in range(51)], "worker": str(me)}, "Give 50 people at a time, or fewer"),
    ):
        answer = worker.post("/people/give?whose=all", data=data)
        check_page(answer.text)
        assert (answer.status_code, says in answer.text) == (422, True), says
    page = worker.post("/people/give", data={"person": ["P2"]}).text
    assert re.findall(r'value="(\w+)" checked', page) == ["P2"]
    assert "1 person is no longer on file" in give(worker, ["gone"], me)
    assert set(whose(app).values()) == {None}


def test_nobody_of_another_provider_is_given_or_given_to(app: Flask, worker: FlaskClient, me: int) -> None:
    add_provider(app, "south", "South Carers")
    stranger = account(app, add_staff(app, provider="south"))
    add_person(app, "S1", provider="south")
    assert worker.post("/people/give", data={"person": ["P1"], "worker": str(stranger)}).status_code == 422
    assert worker.post("/people/give", data={"person": ["S1"], "worker": str(me)}).status_code == 303
    assert worker.post("/person/S1/worker", data={"worker": str(me)}).status_code == 404
    assert set(whose(app).values()) == {None}


def test_a_colleague_who_left_keeps_a_place_in_the_filter_and_is_given_nobody(
    app: Flask, worker: FlaskClient, me: int, colleague: int
) -> None:
    give(worker, ["P1"], colleague)
    with app.app_context():
        db.session.get_one(User, colleague).active = False
        db.session.commit()
    page = opened(worker, "/people?whose=all")
    assert page.count(f'<option value="{colleague}"') == 1
    assert worker.post("/people/give", data={"person": ["P2"], "worker": str(colleague)}).status_code == 422


def test_one_person_is_given_from_their_page(app: Flask, worker: FlaskClient, me: int, colleague: int) -> None:
    assert "With no worker yet: give to a worker" in opened(worker, "/person/P1")
    answer = worker.post("/person/P1/worker", data={"worker": str(colleague)})
    assert (answer.status_code, answer.location) == (303, "/person/P1")
    assert "1 person is now with Sam Support Worker" in opened(worker, "/person/P1")
    worker.post("/person/P1/worker", data={"worker": "nobody"})
    assert "Choose whom to give them to" in opened(worker, "/person/P1")
    assert whose(app)["P1"] == colleague


def test_someone_is_found_by_name_among_everyone_and_the_name_stands_in_no_address(
    app: Flask, worker: FlaskClient, me: int, colleague: int
) -> None:
    add_person(app, "N-77", name="Zoë O’Neil")
    with app.app_context():
        mark_people()
    give(worker, ["P1"], me)
    for words, people in (("oneil zoe", ["N-77"]), ("n-7", ["N-77"]), ("P", ["P1", "P2", "P3"]), ("Nobody Such", [])):
        answer = worker.post("/people", data={"find": words})
        assert answer.status_code == 303
        assert "neil" not in answer.location.lower()
        page = opened(worker, answer.location)
        assert listed(page) == people, words
        assert html.escape(words) in page
        for link in re.findall(r'href="(/people\?[^"]*)"', page):
            assert "neil" not in link.lower()
    assert worker.post("/people", data={"find": " \0 "}).location == "/people"
