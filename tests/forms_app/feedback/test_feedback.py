"""Complaints and compliments: recorded once, answered in 28 days, seen by whom they concern, and overwritten by nobody."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.database import db
from forms_app.feedback.clock import clock_of
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Feedback
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in, hidden, rows
from tests.forms_app.casework.test_at_once import send_together
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import add_staff, new_client, opened, sign_in

NEW = "/feedback/new"
COMPLAINT = {"kind": "complaint", "about": "Nobody rang back.", **day_fields("received_on", 1, 5, 2026)}
COMPLETED = {"outcome": "upheld", **day_fields("completed_on", 12, 5, 2026)}


def record(client: FlaskClient, **fields: str) -> str:
    """Record a complaint; the address of its page."""
    form = hidden(opened(client, NEW)) | COMPLAINT | fields
    answer = client.post(NEW, data=form)
    assert answer.status_code == 303, answer.text
    return f"/feedback/item/{form['feedback']}"


def change(client: FlaskClient, address: str, **fields: str) -> int:
    return client.post(address, data=filled_in(opened(client, address)) | fields).status_code


def test_a_complaint_is_recorded_acknowledged_and_completed(app: Flask, manager: FlaskClient) -> None:
    add_person(app, name="Ada Example")
    address = record(manager, person="P1")
    assert change(manager, address, **day_fields("acknowledged_on", 2, 5, 2026), what_was_done="We rang.") == 303
    assert change(manager, address, **COMPLETED) == 303
    columns = (Feedback.received_on, Feedback.acknowledged_on, Feedback.completed_on, Feedback.outcome, Feedback.person)
    assert rows(app, select(*columns)) == [(date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 12), "upheld", "P1")]
    assert "● Completed in time" in words_of_page(opened(manager, address))
    assert "Complaint of 1 May 2026" in words_of_page(opened(manager, "/person/P1"))
    seen = {action for (action,) in rows(app, select(AuditEvent.action))}
    assert {"feedback-recorded", "feedback-changed", "feedback-seen"} <= seen


def test_feedback_sent_four_times_at_once_is_saved_once(app: Flask, worker: FlaskClient) -> None:
    form = hidden(opened(worker, NEW)) | COMPLAINT
    assert send_together(app, NEW, [form] * 4) == [303] * 4
    assert rows(app, select(func.count()).select_from(Feedback)) == [(1,)]


@pytest.mark.parametrize(
    ("kind", "received_on", "completed_on", "state", "days"),
    [
        ("complaint", date(2026, 4, 16), None, "overdue", -1),
        ("concern", date(2026, 4, 17), None, "due", 0),
        ("safeguarding", date(2026, 4, 24), None, "due", 7),
        ("quality_alert", date(2026, 4, 25), None, "open", 8),
        ("complaint", date(2026, 4, 1), date(2026, 4, 29), "in_time", 0),
        ("complaint", date(2026, 4, 1), date(2026, 4, 30), "late", -1),
        ("compliment", date(2025, 1, 1), None, "open", None),
        ("compliment", date(2025, 1, 1), date(2026, 1, 1), "completed", None),
    ],
)
def test_the_clock_has_28_days(
    kind: str, received_on: date, completed_on: date | None, state: str, days: int | None
) -> None:
    clock = clock_of(Feedback(kind=kind, received_on=received_on, completed_on=completed_on), date(2026, 5, 15))
    assert (clock.state, clock.days) == (state, days)


def test_the_list_shows_what_is_late_first_in_words_and_shape(app: Flask, manager: FlaskClient) -> None:
    record(manager)
    record(manager, kind="compliment")
    record(manager, **day_fields("received_on", 1, 4, 2026))
    words = words_of_page(opened(manager, "/feedback"))
    assert "All (3) Open (3) Overdue (1) Completed (0)" in words
    assert "▲ Overdue It was due by 29 April 2026 (16 days late)." in words
    assert words.index("▲ Overdue") < words.index("○ Open") < words.index("Compliment of")
    assert "Complaint of 1 May" not in opened(manager, "/feedback?show=overdue")
    assert "Nothing matches." in opened(manager, "/feedback?show=completed&kind=concern")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Select what kind of feedback it is"),
        (day_fields("received_on", 16, 5, 2026), "Date received must be today or earlier"),
        (
            day_fields("completed_on", 30, 4, 2026),
            "Date completed must be 1 May 2026 or later: that is the day it was received",
        ),
        (day_fields("acknowledged_on", 30, 4, 2026), "Date acknowledged must be 1 May 2026 or later"),
        ({"outcome": "upheld"}, "Enter the date it was completed, or leave the outcome empty"),
        ({"person": "nobody"}, "Nobody on your books has this reference"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    app: Flask, manager: FlaskClient, wrong: dict[str, str], said: str
) -> None:
    answer = manager.post(NEW, data=hidden(opened(manager, NEW)) | COMPLAINT | wrong)
    check_page(answer.text)
    assert answer.status_code == 422
    assert said in words_of_page(answer.text)
    assert filled_in(answer.text)["about"] == COMPLAINT["about"]
    assert rows(app, select(func.count()).select_from(Feedback)) == [(0,)]


def test_a_support_worker_sees_what_they_recorded_and_a_manager_all(
    app: Flask, worker: FlaskClient, manager: FlaskClient
) -> None:
    add_person(app)
    other = new_client(app)
    sign_in(other, add_staff(app, "support_worker", "north", "other@north.example"))
    address = record(worker, person="P1")
    opened(worker, address)
    opened(manager, address)
    assert other.get(address).status_code == 404
    assert other.post(address, data=COMPLAINT).status_code == 404
    assert "Complaint of" not in opened(other, "/feedback")
    assert "Complaint of" not in opened(other, "/person/P1")
    assert "Complaint of" in opened(manager, "/feedback")


def test_a_support_worker_neither_completes_feedback_nor_changes_it_after(
    app: Flask, worker: FlaskClient, manager: FlaskClient
) -> None:
    address = record(worker, **COMPLETED)
    assert rows(app, select(Feedback.completed_on, Feedback.outcome)) == [(None, None)]
    page = filled_in(opened(worker, address))
    assert change(manager, address, **COMPLETED) == 303
    assert "Ask a manager if something must change" in words_of_page(opened(worker, address))
    late = page | {"about": "Changed.", "version": str(rows(app, select(Feedback.version))[0][0])}
    assert worker.post(address, data=late).status_code == 422
    assert rows(app, select(Feedback.about)) == [("Nobody rang back.",)]


def test_of_two_who_change_it_the_second_is_told_and_sees_both(app: Flask, manager: FlaskClient) -> None:
    address = record(manager)
    page = filled_in(opened(manager, address))
    manager.post(address, data=page | {"what_was_done": "We rang."})
    answer = manager.post(address, data=page | {"what_was_done": "We wrote."})
    check_page(answer.text)
    assert answer.status_code == 409
    assert "We rang." in answer.text
    assert "We wrote." in answer.text
    assert rows(app, select(Feedback.what_was_done)) == [("We rang.",)]
    assert manager.post(address, data=filled_in(answer.text) | {"what_was_done": "Both."}).status_code == 303


def test_its_words_are_nowhere_in_the_clear(app: Flask, worker: FlaskClient) -> None:
    record(worker, what_was_done="Nobody rang back either.")
    with app.app_context():
        connection = db.session.connection()
        stored = [str(row) for row in connection.exec_driver_sql("SELECT * FROM feedback")]
        stored += [str(row) for row in connection.exec_driver_sql("SELECT details FROM audit_event")]
    assert stored
    assert not any("rang back" in row for row in stored)
