"""A contact is recorded once, counted, corrected and taken back, and nobody's words are overwritten."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from forms_app.casework.caseload import person_clocks
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Contact, Person
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in, hidden, rows
from tests.forms_app.casework.test_at_once import send_together
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import opened

CALL = {"kind": "wellbeing_call", "minutes": "15", "online": "no", "notes": "Slept <b>well</b>."}
DAY = day_fields("on", 14, 5, 2026)
HOW_MANY = select(func.count()).select_from(Contact)


def record(worker: FlaskClient, **fields: str) -> str:
    """Record a contact with P1; its key."""
    form = hidden(opened(worker, "/person/P1/contact")) | CALL | DAY | fields
    assert worker.post("/person/P1/contact", data=form).status_code == 303
    return form["contact"]


def test_a_wellbeing_call_is_saved_with_its_note_and_stands_on_the_persons_page(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    record(worker)
    assert rows(app, select(Contact.person, Contact.on, Contact.kind, Contact.minutes, Contact.online, Contact.notes)) == [
        ("P1", date(2026, 5, 14), "wellbeing_call", 15, "no", "Slept <b>well</b>.")
    ]
    words = words_of_page(opened(worker, "/person/P1"))
    assert "14 May 2026 Wellbeing call 15 minutes. Recorded by Sam Support Worker." in words
    assert "Slept <b>well</b>." in words


def test_a_call_sets_the_clock_of_someone_not_using_the_service(app: Flask, worker: FlaskClient) -> None:
    add_person(app, status="non_engaging", registered_on=date(2025, 9, 1))
    record(worker)
    with app.app_context():
        (clock,) = person_clocks(db.session.get_one(Person, ("north", "P1")), date(2026, 5, 15))
        assert (clock.due_on, clock.state) == (date(2026, 11, 14), "done")


def test_a_contact_sent_twice_and_four_times_at_once_is_saved_once(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    form = hidden(worker.get("/person/P1/contact").text) | CALL | DAY
    assert send_together(app, "/person/P1/contact", [form] * 4) == [303] * 4
    assert worker.post("/person/P1/contact", data=form).status_code == 303
    assert rows(app, HOW_MANY) == [(1,)]


def test_a_page_opened_for_someone_else_saves_nothing(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    add_person(app, "P2")
    key = record(worker)
    assert worker.post("/person/P2/contact", data=CALL | DAY | {"contact": key}).status_code == 400
    assert rows(app, select(Contact.person)) == [("P1",)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": ""}, "Select what kind of contact it was"),
        ({"kind": "wellbeing_payment"}, "Select what kind of contact it was"),
        ({"minutes": "an hour"}, "Minutes must be a whole number from 0 to 1440"),
        (day_fields("on", 16, 5, 2026), "Date must be today or earlier"),
        (day_fields("on", 31, 3, 2026), "that is the day the person was registered"),
        (day_fields("on", 31, 2, 2026), "Date must be a real date"),
        ({"online": "perhaps"}, "Choose one of the answers on the list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    app: Flask, worker: FlaskClient, wrong: dict[str, str], said: str
) -> None:
    add_person(app)
    form = hidden(worker.get("/person/P1/contact").text) | CALL | DAY | wrong
    answer = worker.post("/person/P1/contact", data=form)
    check_page(answer.text)
    assert answer.status_code == 422
    assert said in words_of_page(answer.text)
    assert filled_in(answer.text)["notes"] == CALL["notes"]
    assert rows(app, HOW_MANY) == [(0,)]


def test_a_link_chooses_the_kind_beforehand(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    assert filled_in(opened(worker, "/person/P1/contact?kind=planned_sitting"))["kind"] == "planned_sitting"


def correct(worker: FlaskClient, address: str, page: str, **fields: str) -> Any:
    """Send a contact's page with other values; `page` is how it was opened."""
    return worker.post(address, data=hidden(page) | CALL | DAY | fields)


def test_a_contact_is_corrected(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    address = f"/person/P1/contact/{record(worker)}"
    assert correct(worker, address, opened(worker, address), minutes="20").status_code == 303
    assert rows(app, select(Contact.minutes, Contact.notes)) == [(20, "Slept <b>well</b>.")]
    assert (("contact-changed",)) in rows(app, select(AuditEvent.action))


def test_of_two_corrections_the_second_is_told_and_sees_both(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    address = f"/person/P1/contact/{record(worker)}"
    page = opened(worker, address)
    correct(worker, address, page, notes="Slept badly.")
    answer = correct(worker, address, page, notes="Wants a break.")
    check_page(answer.text)
    assert answer.status_code == 409
    assert "Slept badly." in answer.text
    assert "Wants a break." in answer.text
    assert rows(app, select(Contact.notes)) == [("Slept badly.",)]
    assert worker.post(address, data=hidden(answer.text) | CALL | DAY | {"notes": "Both."}).status_code == 303
    assert rows(app, select(Contact.notes)) == [("Both.",)]


def test_a_contact_is_removed_only_with_a_tick(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    address = f"/person/P1/contact/{record(worker)}"
    answer = worker.post(f"{address}/remove")
    check_page(answer.text)
    assert answer.status_code == 422
    assert "Tick the box" in answer.text
    assert worker.post(f"{address}/remove", data={"sure": "yes"}).status_code == 303
    assert rows(app, HOW_MANY) == [(0,)]
    assert worker.get(address).status_code == 404


def test_a_note_is_nowhere_in_the_clear(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    record(worker, notes="kestrel")
    with app.app_context():
        stored = db.session.connection().exec_driver_sql("SELECT notes FROM contact").scalar_one()
        audit = db.session.connection().exec_driver_sql("SELECT details FROM audit_event").scalars().all()
    assert stored
    assert "kestrel" not in stored
    assert not any("kestrel" in details for details in audit)


def test_all_contacts_of_a_person_are_read_in_pages(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    with app.app_context():
        whose = {"provider": "north", "person": "P1"}
        for number in range(60):
            db.session.add(Contact(contact=f"c{number:02}", on=date(2026, 4, 2), kind="casework", minutes=number, **whose))
        db.session.commit()
    assert "All 60 contacts" in opened(worker, "/person/P1")
    assert "59 minutes" not in opened(worker, "/person/P1/contacts")
    assert "59 minutes" in opened(worker, "/person/P1/contacts?page=2")


def test_a_persons_page_asks_the_database_as_often_for_many_contacts_as_for_one(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    record(worker)

    def queries() -> int:
        asked: list[str] = []

        def note(*arguments: Any) -> None:
            asked.append(str(arguments[2]))

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        opened(worker, "/person/P1")
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    few = queries()
    for minutes in range(1, 9):
        record(worker, minutes=str(minutes))
    assert queries() == few


def test_the_same_is_recorded_again_without_its_note(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    add_person(app, "P2", name="Ben Example")
    key = record(worker, online="yes")
    assert f"/person/P1/contact?like={key}" in opened(worker, "/record")
    form = filled_in(opened(worker, f"/person/P1/contact?like={key}"))
    assert (form["kind"], form["minutes"], form["online"], form.get("notes")) == ("wellbeing_call", "15", "yes", None)
    assert form["on-day"] == "15"
    for elsewhere in (f"/person/P2/contact?like={key}", "/person/P1/contact?like=none", "/person/P1/contact?like=%00"):
        assert "minutes" not in filled_in(opened(worker, elsewhere))


def test_what_is_easily_forgotten_has_a_link_of_its_own(worker: FlaskClient) -> None:
    page = opened(worker, "/record")
    for kind in ("huddle", "outreach", "newsletter", "volunteering", "health_liaison"):
        assert f"/record/activity?kind={kind}" in page
