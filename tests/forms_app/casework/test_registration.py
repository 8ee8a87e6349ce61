from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.models.records import Person
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in, hidden, rows
from tests.support.house_rules import check_page

GOOD = {
    "person": "NC-17",
    "name": "Ada Carer",
    "role": "carer",
    **day_fields("registered_on", 14, 5, 2026),
    "locality": "dale",
    "birth_year": "1961",
    "gender": "female",
    "ethnicity": "black",
    "health_issues": "none",
    "family_status": "couple",
    "employment_status": "part_time",
    "cared_for_birth_year": "1935",
    "cared_for_gender": "male",
    "cared_for_ethnicity": "black",
    "cared_for_conditions": "stroke",
}


def test_a_person_is_stored_as_the_files_would_hold_it(app: Flask, worker: FlaskClient) -> None:
    check_page(worker.get("/people/new").text)
    groups = {"carer_groups": ["working", "dementia"], "cared_for_conditions": ["stroke", "dementia"]}
    for _ in range(2):
        answer = worker.post("/people/new", data=GOOD | groups)
        assert answer.status_code == 303, answer.text
        assert answer.location == "/person/NC-17"
    ((person,),) = rows(app, select(Person))
    assert (person.provider, person.person, person.role, person.status) == ("north", "NC-17", "carer", "active")
    assert (person.registered_on, person.locality, person.birth_year) == (date(2026, 5, 14), "dale", 1961)
    assert (person.carer_groups, person.cared_for_conditions) == ("dementia;working", "dementia;stroke")
    assert (person.gender, person.family_status, person.employment_status) == ("female", "couple", "part_time")


def test_only_reference_role_and_date_are_needed(app: Flask, worker: FlaskClient) -> None:
    fields = {"person": "x1", "role": "service_user", **day_fields("registered_on", 1, 5, 2026)}
    assert worker.post("/people/new", data=fields).status_code == 303
    assert rows(app, select(Person.name, Person.locality, Person.carer_groups)) == [(None, None, None)]


def test_what_is_wrong_is_said_and_what_was_typed_stays(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "taken")
    for changes, error, href in (
        ({"person": "a b"}, "A reference is letters", "person"),
        ({"person": "../x"}, "A reference is letters", "person"),
        ({"person": "x" * 81}, "Use 80 characters or fewer", "person"),
        ({"person": "taken"}, "taken is another person&#39;s reference", "person"),
        ({"role": ""}, "Select who this person is", "role"),
        ({"registered_on-day": "16"}, "Date registered must be today or earlier", "registered_on-day"),
        (
            {"registered_on-day": "31", "registered_on-month": "Feb"},
            "Date registered must be a real date",
            "registered_on-day",
        ),
        ({"birth_year": "61"}, "Year of birth must be a whole number from 1900 to 2026", "birth_year"),
        ({"role": "service_user"}, "Leave this empty", "cared_for_conditions"),
    ):
        answer = worker.post("/people/new", data=GOOD | changes)
        check_page(answer.text)
        assert answer.status_code == 422, changes
        assert error in answer.text
        assert f'href="#{href}"' in answer.text
        kept = {name: value for name, value in (GOOD | changes).items() if value}
        own = {name: hidden(answer.text)[name] for name in ("once", "draft_page")}
        assert filled_in(answer.text) == kept | {"kind": "new"} | own
    assert rows(app, select(Person.person)) == [("taken",)]


def test_a_code_that_is_not_on_the_list_is_refused(app: Flask, worker: FlaskClient) -> None:
    for name in ("gender", "locality", "cared_for_conditions", "carer_groups"):
        assert worker.post("/people/new", data=GOOD | {name: "purple"}).status_code == 422, name
    assert rows(app, select(Person.person)) == []
