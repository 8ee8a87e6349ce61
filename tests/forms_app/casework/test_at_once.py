"""Two requests at the same moment: one is saved, and the other learns of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.models.records import Assessment, Goal, Person, Review
from tests.forms_app.casework.conftest import add_person, day_fields, hidden, rows
from tests.support.staff import new_client, sign_in

REVIEW = {"kind": "scheduled", "feels_supported": "yes", **day_fields("reviewed_on", 14, 5, 2026)}
PERSON = {"person": "NC-1", "role": "carer", **day_fields("registered_on", 1, 5, 2026)}


def send_together(app: Flask, address: str, forms: list[dict[str, str]]) -> list[int]:
    """Send the forms at the same moment, each from a browser of its own; their status codes."""
    clients = []
    for _ in forms:
        client = new_client(app)
        sign_in(client, "support_worker@north.example")
        clients.append(client)
    barrier = threading.Barrier(len(forms))

    def send(number: int) -> int:
        barrier.wait()
        return clients[number].post(address, data=forms[number]).status_code

    with ThreadPoolExecutor(len(forms)) as pool:
        return sorted(pool.map(send, range(len(forms))))


def test_one_review_sent_four_times_at_once_is_saved_once(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    form = hidden(worker.get("/person/P1/review").text) | REVIEW
    assert send_together(app, "/person/P1/review", [form] * 4) == [303] * 4
    assert rows(app, select(func.count()).select_from(Review)) == [(1,)]


def test_of_four_colleagues_reviews_at_once_one_is_saved_and_three_are_told(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    forms = [hidden(worker.get("/person/P1/review").text) | REVIEW for _ in range(4)]
    assert send_together(app, "/person/P1/review", forms) == [303, 409, 409, 409]
    assert rows(app, select(func.count()).select_from(Review)) == [(1,)]


def test_a_person_registered_four_times_at_once_is_one_person(app: Flask, worker: FlaskClient) -> None:
    assert send_together(app, "/people/new", [PERSON] * 4) == [303] * 4
    assert rows(app, select(func.count()).select_from(Person)) == [(1,)]


def test_an_assessment_completed_four_times_at_once_is_completed_once(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    started = hidden(worker.get("/person/P1/assessment").text) | {"kind": "carer"} | day_fields("started_on", 1, 5, 2026)
    assert send_together(app, "/person/P1/assessment", [started] * 4) == [303] * 4
    address = f"/person/P1/assessment/{rows(app, select(Assessment.assessment))[0][0]}"
    form = hidden(worker.get(address).text) | day_fields("completed_on", 14, 5, 2026)
    form |= {"outcome-1": "town:health", "baseline-1": "2"}
    assert send_together(app, address, [form] * 4) == [303] * 4
    assert rows(app, select(func.count()).select_from(Goal)) == [(1,)]
