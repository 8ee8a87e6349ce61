"""An answer on paper that may mean danger reaches the duty worker, and whoever types it knows at once what to do."""

import re
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.audit import AuditEvent
from forms_app.models.safety import DutyPeriod, SafetyItem
from tests.forms_app.paper.conftest import responses_of, send, sheet_of
from tests.support.staff import add_staff, opened


def items(app: Flask) -> list[SafetyItem]:
    with app.app_context():
        found = list(db.session.query(SafetyItem))
        db.session.expunge_all()
        return found


def with_duty_worker(app: Flask) -> None:
    add_staff(app, "duty_worker", "hub", "duty@hub.example")
    with app.app_context():
        user = db.session.query(User).filter_by(email="duty@hub.example").one()
        db.session.add(DutyPeriod(provider="hub", user_id=user.id, starts_on=date(2026, 1, 1)))
        db.session.commit()


def test_a_sheet_with_a_name_opens_an_item_and_says_whom_to_tell(app: Flask, worker: FlaskClient) -> None:
    with_duty_worker(app)
    to = send(worker, sheet_of(app, "named").code, person="NC-1", safe="2")
    page = opened(worker, to)
    assert "An item is open for Sam Duty Worker" in page
    assert "Samaritans: 116 123" in page
    [item] = items(app)
    assert (item.person, item.question, item.answer_code) == ("NC-1", "small.safe", "unsafe")


def test_without_a_duty_worker_the_manager_is_to_be_told(app: Flask, worker: FlaskClient) -> None:
    page = opened(worker, send(worker, sheet_of(app, "named").code, safe="2"))
    assert "no duty worker is named today" in page


def test_an_anonymous_sheet_opens_nothing_and_the_page_asks_for_the_slip(app: Flask, worker: FlaskClient) -> None:
    page = opened(worker, send(worker, sheet_of(app).code, safe="2"))
    assert items(app) == []
    assert "Type the slip in" in page


def test_an_answer_that_means_no_danger_leads_on(app: Flask, worker: FlaskClient) -> None:
    assert send(worker, sheet_of(app, "named").code, safe="1") == "/paper#code"
    assert items(app) == []


def test_the_slip_opens_one_item_that_is_tied_to_no_answers(app: Flask, worker: FlaskClient) -> None:
    send(worker, sheet_of(app).code, safe="2")
    page = opened(worker, "/paper/rounds/1/contact")
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once
    form = {"once": once[1], "name": "Ada", "how": "07700 900123", "when": "Mornings", "language": "ur"}
    for _twice in range(2):
        assert worker.post("/paper/rounds/1/contact", data=form).status_code == 303
    [item] = items(app)
    assert (item.contact_name, item.contact_how, item.language, item.response) == ("Ada", "07700 900123", "ur", None)
    assert item.round_id == responses_of(app)[0].round_id
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="contact-slip-entered").one()
        assert event.details == '{"round": "spring"}'


def test_a_slip_without_a_number_is_asked_for_one_and_keeps_the_rest(worker: FlaskClient) -> None:
    answer = worker.post("/paper/rounds/1/contact", data={"name": "Ada", "when": "Mornings"})
    assert answer.status_code == 422
    assert "Enter how to reach them" in answer.text
    assert 'value="Mornings"' in answer.text
