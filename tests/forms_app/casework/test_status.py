"""How things stand with a person is changed with its day and reason, and the figures' columns follow."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import StatusChange
from forms_app.models.records import Person, Review
from tests.forms_app.casework.conftest import add_person, day_fields, hidden, rows
from tests.support.house_rules import check_page
from tests.support.staff import opened

PATH = "/person/P1/status"
COLUMNS = select(Person.status, Person.closed_on, Person.closed_reason)
HISTORY = select(StatusChange.since, StatusChange.status, StatusChange.reason).order_by(StatusChange.since)


def change(worker: FlaskClient, **fields: str) -> int:
    page = opened(worker, PATH)
    return worker.post(PATH, data=hidden(page) | day_fields("since", 10, 5, 2026) | fields).status_code


def test_a_record_is_closed_and_opened_again(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    assert change(worker, status="closed", closed_reason="moved_area") == 303
    assert rows(app, COLUMNS) == [("closed", date(2026, 5, 10), "moved_area")]
    page = opened(worker, "/person/P1")
    assert "Moved out of the area" in page
    assert change(worker, status="active", **day_fields("since", 12, 5, 2026)) == 303
    assert rows(app, COLUMNS) == [("active", None, None)]
    assert rows(app, HISTORY) == [
        (date(2026, 5, 10), "closed", "moved_area"), (date(2026, 5, 12), "active", None),
    ]  # fmt: skip
    said = rows(app, select(AuditEvent.details).where(AuditEvent.action == "status-changed"))
    assert said == [('{"status": "closed"}',), ('{"status": "active"}',)]


def test_someone_pointed_elsewhere_stays_on_the_books(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    assert change(worker, status="signposted", signposted_to="money") == 303
    assert rows(app, COLUMNS) == [("signposted", None, None)]
    assert rows(app, HISTORY) == [(date(2026, 5, 10), "signposted", "money")]
    assert "Help with benefits and money" in opened(worker, "/person/P1")
    # Of two changes on one day the later one stands.
    assert change(worker, status="non_engaging") == 303
    assert rows(app, HISTORY) == [(date(2026, 5, 10), "non_engaging", None)]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"status": ""}, "Select how things stand"),
        ({"status": "gone"}, "Select how things stand"),
        ({"status": "closed"}, "Select why the record is closed"),
        ({"status": "signposted"}, "Select where they were pointed to"),
        ({"status": "closed", "closed_reason": "x"}, "Select why the record is closed"),
        ({"status": "active", **day_fields("since", 16, 5, 2026)}, "Date must be today or earlier"),
        ({"status": "active", **day_fields("since", 31, 3, 2026)}, "the day they were registered"),
        ({"status": "active", **day_fields("since", 4, 5, 2026)}, "the status was changed that day"),
        ({"status": "active", "version": "7"}, "it now says “Registered, not using the service”"),
    ],
)
def test_what_is_wrong_is_said(app: Flask, worker: FlaskClient, fields: dict[str, str], error: str) -> None:
    add_person(app)
    assert change(worker, status="non_engaging", **day_fields("since", 5, 5, 2026)) == 303
    answer = worker.post(PATH, data=hidden(opened(worker, PATH)) | day_fields("since", 10, 5, 2026) | fields)
    check_page(answer.text)
    assert answer.status_code == 422
    assert error in answer.text
    assert rows(app, COLUMNS) == [("non_engaging", None, None)]


def test_sent_twice_it_is_saved_once(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    fields = hidden(opened(worker, PATH)) | {"status": "closed", "closed_reason": "died"} | day_fields("since", 10, 5, 2026)
    assert [worker.post(PATH, data=fields).status_code for _try in range(2)] == [303, 303]
    assert len(rows(app, select(AuditEvent.id).where(AuditEvent.action == "status-changed"))) == 1


def test_who_is_opened_again_is_due_from_that_day_on_their_page_and_on_the_list(app: Flask, worker: FlaskClient) -> None:
    add_person(app, registered_on=date(2025, 1, 1))
    with app.app_context():
        db.session.add(Review(provider="north", review="r1", person="P1", reviewed_on=date(2025, 10, 1)))
        db.session.commit()
    assert "Last review 1 October 2025." in opened(worker, "/person/P1")
    assert change(worker, status="closed", closed_reason="moved_area") == 303
    assert change(worker, status="non_engaging", **day_fields("since", 12, 5, 2026)) == 303
    assert change(worker, status="active", **day_fields("since", 14, 5, 2026)) == 303
    for path in ("/person/P1", "/people?whose=all&state=done"):
        page = opened(worker, path)
        assert "Review due by 12 August 2026" in page
        assert "No review since the record was opened again on 12 May 2026." in page


def test_a_closing_that_a_file_brought_is_in_the_history_once_the_record_is_opened_again(
    app: Flask, worker: FlaskClient
) -> None:
    add_person(app, status="closed", closed_on=date(2026, 4, 20), closed_reason="moved_area")
    assert change(worker, status="active") == 303
    assert rows(app, HISTORY) == [
        (date(2026, 4, 20), "closed", "moved_area"), (date(2026, 5, 10), "active", None),
    ]  # fmt: skip
    assert "No review since the record was opened again on 10 May 2026." in opened(worker, "/person/P1")


def test_a_closing_on_file_is_not_noted_twice(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    for day, status in ((3, "closed"), (4, "active"), (5, "closed"), (6, "active")):
        assert change(worker, status=status, closed_reason="died", **day_fields("since", day, 5, 2026)) == 303
    assert len(rows(app, HISTORY)) == 4
