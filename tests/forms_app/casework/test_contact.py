"""How a person can be reached is written down, checked, and changed by nobody else's staff."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Person
from tests.forms_app.casework.conftest import filled_in, hidden
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened, signed_in

PATH = "/person/c1/contact-details"
DETAILS = {
    "email": " Ann@Example.org", "phone": "07700 900 123", "address": "1 High Street\nElmsford", "contact_by": "text",
    "language": "en", "version": "1",
}  # fmt: skip


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    add_provider(app, "north", "North Carers")
    with app.app_context():
        db.session.add(Person(provider="north", person="c1", role="carer", registered_on=app.config["TODAY"]))
        db.session.commit()
    return signed_in(app)


def person(app: Flask) -> Person:
    with app.app_context():
        found = db.session.get_one(Person, ("north", "c1"))
        db.session.expunge(found)
        return found


def test_details_are_kept_in_one_form_and_shown_on_the_persons_page(app: Flask, worker: FlaskClient) -> None:
    assert "None yet" in opened(worker, "/person/c1")
    opened(worker, PATH)
    assert worker.post(PATH, data=DETAILS).status_code == 303
    found = person(app)
    assert (found.email, found.phone, found.contact_by, found.language) == (
        "ann@example.org", "+447700900123", "text", "en",
    )  # fmt: skip
    page = opened(worker, "/person/c1")
    for words in ("ann@example.org", "+447700900123", "by text message", "English"):
        assert words in page
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="person-contact-changed").one()
        assert (event.person, event.details) == ("c1", "{}")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "ann@example"}, "Enter an e-mail address, such as"),
        ({"phone": "0161 496 0000"}, "Enter a mobile number, such as"),
        ({"contact_by": "letter", "address": ""}, "Enter this, or choose another way of asking"),
        ({"language": "tlh"}, "Choose one of the answers"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    app: Flask, worker: FlaskClient, changed: dict[str, str], words: str
) -> None:
    answer = worker.post(PATH, data=DETAILS | changed)
    assert answer.status_code == 422
    check_page(answer.text)
    assert words in answer.text
    assert person(app).phone is None


def test_details_can_be_given_when_a_person_is_registered(app: Flask, worker: FlaskClient) -> None:
    form = {
        "person": "c2",
        "role": "carer",
        "registered_on-day": "1",
        "registered_on-month": "5",
        "registered_on-year": "2026",
    }
    assert worker.post("/people/new", data=form | DETAILS).status_code == 303
    with app.app_context():
        assert db.session.get_one(Person, ("north", "c2")).email == "ann@example.org"


def test_another_providers_staff_reach_no_details(app: Flask, worker: FlaskClient) -> None:
    add_provider(app, "south", "South Carers")
    assert signed_in(app, "support_worker", "south").post(PATH, data=DETAILS).status_code == 404


def test_two_who_change_the_details_at_once_both_see_both(app: Flask, worker: FlaskClient) -> None:
    page = opened(worker, PATH)
    carried = hidden(page)
    assert worker.post(PATH, data=DETAILS | carried).status_code == 303
    late = {"email": "zoe@example.org", "phone": "", "address": "", "contact_by": "", "language": "en"}
    answer = worker.post(PATH, data=carried | late)
    assert answer.status_code == 409
    check_page(answer.text)
    assert "ann@example.org" in answer.text
    assert "zoe@example.org" in answer.text
    assert person(app).email == "ann@example.org"
    # What only the colleague changed is taken over; what both changed stands as it was typed.
    merged = filled_in(answer.text)
    assert (merged["email"], merged["phone"]) == ("zoe@example.org", "+447700900123")
    assert worker.post(PATH, data=merged).status_code == 303
    found = person(app)
    assert (found.email, found.phone, found.contact_by) == ("zoe@example.org", "+447700900123", "text")
