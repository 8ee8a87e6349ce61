"""One contact with several people: those ticked stay ticked while others are looked for."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.models.records import Contact
from tests.forms_app.casework.conftest import add_person, day_fields, hidden, rows
from tests.forms_app.casework.test_at_once import send_together
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import add_provider, opened

CALLS = {"kind": "wellbeing_call", **day_fields("on", 14, 5, 2026)}


def add_people(app: Flask) -> None:
    for reference, name in (("P1", "Ada Example"), ("P2", "Ben Example"), ("Q3", "Cleo Sample")):
        add_person(app, reference, name=name)


def test_people_are_found_by_name_and_stay_ticked(app: Flask, worker: FlaskClient) -> None:
    add_people(app)
    page = opened(worker, "/record/contacts?kind=wellbeing_call")
    answer = worker.post("/record/contacts", data=hidden(page) | CALLS | {"people": "Q3", "find": "example", "go": "find"})
    check_page(answer.text)
    assert answer.status_code == 200
    assert 'value="Q3" checked' in answer.text
    assert 'value="P1"' in answer.text
    assert 'value="P2"' in answer.text
    assert rows(app, select(func.count()).select_from(Contact)) == [(0,)]


def test_each_person_ticked_gets_the_contact_once(app: Flask, worker: FlaskClient) -> None:
    add_people(app)
    form = hidden(opened(worker, "/record/contacts")) | CALLS | {"people": ["P1", "Q3"], "minutes": "10"}
    assert send_together(app, "/record/contacts", [form] * 3) == [303] * 3
    assert rows(app, select(Contact.person, Contact.minutes).order_by(Contact.person)) == [("P1", 10), ("Q3", 10)]
    assert "Cleo Sample" in opened(worker, "/record")


def test_nobody_ticked_is_said(app: Flask, worker: FlaskClient) -> None:
    add_people(app)
    answer = worker.post("/record/contacts", data=CALLS)
    check_page(answer.text)
    assert answer.status_code == 422
    assert "Tick the people it was with" in words_of_page(answer.text)


def test_a_day_before_one_of_them_was_registered_is_refused_by_name(app: Flask, worker: FlaskClient) -> None:
    add_people(app)
    early = day_fields("on", 31, 3, 2026)
    answer = worker.post("/record/contacts", data=CALLS | early | {"people": ["P1", "P2"]})
    assert answer.status_code == 422
    assert "was not registered until 1 April 2026" in words_of_page(answer.text)


def test_another_providers_people_can_neither_be_found_nor_ticked(app: Flask, worker: FlaskClient) -> None:
    add_provider(app, "south", "South Carers")
    add_person(app, "S1", provider="south", name="Sue Elsewhere")
    answer = worker.post("/record/contacts", data=CALLS | {"find": "sue", "go": "find", "people": "S1"})
    assert "Elsewhere" not in answer.text
    assert worker.post("/record/contacts", data=CALLS | {"people": "S1"}).status_code == 422


def test_those_seen_last_are_offered_at_first(app: Flask, worker: FlaskClient) -> None:
    add_people(app)
    worker.post("/record/contacts", data=CALLS | {"people": "P2"})
    page = opened(worker, "/record/contacts")
    assert "Ben Example" in page
    assert "Ada Example" not in page


def test_each_person_may_have_minutes_and_a_note_of_their_own(app: Flask, worker: FlaskClient) -> None:
    add_people(app)
    ticked = CALLS | {"people": ["P1", "P2"], "minutes": "10", "notes": "Rang."}
    answer = worker.post("/record/contacts", data=ticked | {"go": "each"})
    check_page(answer.text)
    minutes, notes = (re.findall(rf'name="({name}-\w+)"', answer.text)[0] for name in ("minutes", "notes"))
    wrong = worker.post("/record/contacts", data=ticked | {minutes: "ten"})
    assert wrong.status_code == 422
    assert f'href="#{minutes}"' in wrong.text
    form = hidden(answer.text) | ticked | {minutes: "25", notes: "Wants a break."}
    assert worker.post("/record/contacts", data=form).status_code == 303
    saved = rows(app, select(Contact.person, Contact.minutes, Contact.notes).order_by(Contact.person))
    assert saved == [("P1", 25, "Wants a break."), ("P2", 10, "Rang.")]
