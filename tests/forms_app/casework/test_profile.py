"""The profile is changed by whoever may, and what two change at once both see."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.casework.marks import people_named
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import StatusChange
from forms_app.models.records import Assessment, Person
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in, rows
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened

PATH = "/person/P1/profile"


def test_the_form_holds_what_is_on_file_and_saves_what_changed(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "U1", role="service_user")
    add_person(app, "P1", name="Ada Carer", birth_year=1961, carer_groups="dementia;working", locality="hill")
    form = filled_in(opened(worker, PATH))
    assert (form["name"], form["birth_year"], form["locality"]) == ("Ada Carer", "1961", "hill")
    changes = {"name": "Ada Clark", "cares_for": "U1", "cared_for_name": "Una", "carer_groups": ["dementia", "working"]}
    assert worker.post(PATH, data=form | changes).status_code == 303
    assert rows(app, select(Person.name, Person.cares_for, Person.cared_for_name, Person.carer_groups, Person.version)
                .where(Person.person == "P1")) == [("Ada Clark", "U1", "Una", "dementia;working", 2)]  # fmt: skip
    with app.app_context():
        assert list(db.session.scalars(people_named("north", "clark"))) == ["P1"]
        assert list(db.session.scalars(people_named("north", "carer"))) == []
    said = rows(app, select(AuditEvent.details).where(AuditEvent.action == "person-changed"))
    assert said == [('{"fields": "name;cares_for;cared_for_name"}',)]
    # Sent once more, it changes nothing, and nobody is told of a conflict.
    assert worker.post(PATH, data=form | changes).status_code == 303
    assert rows(app, select(Person.version).where(Person.person == "P1")) == [(2,)]


def test_what_is_wrong_is_said(app: Flask, worker: FlaskClient) -> None:
    add_provider(app, "south", "South Carers")
    add_person(app, "S1", provider="south", role="service_user")
    add_person(app, "P1")
    form = filled_in(opened(worker, PATH))
    for changes, error in (
        ({"cares_for": "S1"}, "There is nobody with this reference"),
        ({"cares_for": "P1"}, "This is their own reference"),
        ({"cares_for": "x" * 81}, "Use 80 characters or fewer"),
        ({"worker_id": "999"}, "Choose one of the answers"),
        ({"locality": "moon"}, "Choose one of the answers"),
        (day_fields("registered_on", 16, 5, 2026), "Date registered must be today or earlier"),
        ({"role": "service_user", "cared_for_name": "Una"}, "Leave this empty"),
    ):
        answer = worker.post(PATH, data=form | changes)
        check_page(answer.text)
        assert answer.status_code == 422, changes
        assert error in answer.text
    assert rows(app, select(Person.version).where(Person.person == "P1")) == [(1,)]


def test_the_date_registered_is_not_after_a_record(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    with app.app_context():
        whose = {"provider": "north", "person": "P1"}
        db.session.add(Assessment(**whose, assessment="a", kind="carer", started_on=date(2026, 4, 3)))
        db.session.add(StatusChange(**whose, since=date(2026, 4, 1), status="active"))
        db.session.commit()
    form = filled_in(opened(worker, PATH))
    late = worker.post(PATH, data=form | day_fields("registered_on", 4, 4, 2026))
    assert "Date registered must be 3 April 2026 or earlier" in late.text
    assert worker.post(PATH, data=form | day_fields("registered_on", 3, 4, 2026)).status_code == 303
    assert rows(app, select(StatusChange.since)) == [(date(2026, 4, 3),)]


def test_two_who_change_a_profile_at_once_both_see_both(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1", name="Ada Carer", gender="female")
    first = filled_in(opened(worker, PATH))
    assert worker.post(PATH, data=first | {"name": "Ada Clark", "gender": "other"}).status_code == 303
    late = worker.post(PATH, data=first | {"name": "Ada Brown", "birth_year": "1961"})
    assert late.status_code == 409
    check_page(late.text)
    for words in ("Ada Clark", "Ada Brown", "In another way", "your colleague’s is taken over"):
        assert words in late.text
    merged = filled_in(late.text)
    assert (merged["name"], merged["gender"], merged["birth_year"]) == ("Ada Brown", "other", "1961")
    assert worker.post(PATH, data=merged).status_code == 303
    assert rows(app, select(Person.name, Person.gender, Person.birth_year)) == [("Ada Brown", "other", 1961)]
