"""Two people who are alike, such as a household with one phone, are told apart once, and nobody is asked again."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.casework.marks import mark_people
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import ToldApart
from forms_app.rights.erasing import erase
from tests.forms_app.casework.conftest import add_person, day_fields, hidden, rows
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened

HINT = "Is it the same person?"
PAIRS = select(ToldApart.person, ToldApart.other)
WAY_BACK = "People who are like them, but someone else"
EVENTS = select(AuditEvent.person).where(AuditEvent.action == "person-told-apart").order_by(AuditEvent.id)
TAKEN_BACK = select(AuditEvent.person).where(AuditEvent.action == "person-told-apart-taken-back").order_by(AuditEvent.id)


def household(app: Flask) -> None:
    for person, name in (("P2", "Ada Carer"), ("P1", "Ben Carer"), ("P3", "Cy Carer")):
        add_person(app, person, name=name, phone="+447700900123")
    with app.app_context():
        mark_people()


def test_the_hint_goes_away_on_both_records_and_stays_for_others(app: Flask, worker: FlaskClient) -> None:
    household(app)
    page = opened(worker, "/person/P2")
    check_page(page)
    assert page.count("They are two people</button>") == 2
    for _try in range(2):
        done = worker.post("/person/P2/told-apart", data={"other": "P1"})
        assert (done.status_code, done.location) == (303, "/person/P2")
    assert rows(app, PAIRS) == [("P1", "P2")]
    assert rows(app, EVENTS) == [("P1",), ("P2",)]
    for path, still in (("/person/P2", "P3"), ("/person/P1", "P3")):
        page = opened(worker, path)
        assert page.count("They are two people</button>") == 1
        assert f'name="other" value="{still}"' in page
    worker.post("/person/P1/told-apart", data={"other": "P3"})
    assert HINT not in opened(worker, "/person/P1")
    assert HINT in opened(worker, "/person/P3")


def test_nobody_is_told_apart_from_themselves_or_from_others_people(app: Flask, worker: FlaskClient) -> None:
    household(app)
    add_provider(app, "south", "South Carers")
    add_person(app, "S1", provider="south", phone="+447700900123")
    for other, status in (("P1", 400), ("S1", 404), ("", 404), ("\0", 404)):
        assert worker.post("/person/P1/told-apart", data={"other": other}).status_code == status, other
    assert worker.post("/person/S1/told-apart", data={"other": "P1"}).status_code == 404
    assert rows(app, PAIRS) == []


@pytest.mark.parametrize(("of", "other"), [("P1", "P2"), ("P2", "P1")])
def test_a_mistake_is_taken_back_from_either_record_and_the_hint_is_shown_again(
    app: Flask, worker: FlaskClient, of: str, other: str
) -> None:
    household(app)
    assert worker.post("/person/P2/told-apart", data={"other": "P1"}).status_code == 303
    page = opened(worker, f"/person/{of}")
    assert "Told apart by Sam Support Worker on 15 May 2026." in page
    assert f'name="other" value="{other}"' in page.partition(WAY_BACK)[2]
    for _try in range(2):
        done = worker.post(f"/person/{of}/told-apart/taken-back", data={"other": other})
        assert (done.status_code, done.location) == (303, f"/person/{of}")
    assert rows(app, PAIRS) == []
    assert rows(app, TAKEN_BACK) == [("P1",), ("P2",)]
    for path in ("/person/P1", "/person/P2"):
        page = opened(worker, path)
        assert page.count("They are two people</button>") == 2
        assert WAY_BACK not in page


def test_nothing_is_taken_back_of_others_people(app: Flask, worker: FlaskClient) -> None:
    add_provider(app, "south", "South Carers")
    for person in ("P1", "P2"):
        add_person(app, person, provider="south")
    with app.app_context():
        db.session.add(ToldApart(provider="south", person="P1", other="P2", told_on=date(2026, 5, 1)))
        db.session.commit()
    assert worker.post("/person/P1/told-apart/taken-back", data={"other": "P2"}).status_code == 404
    for person in ("P1", "P2"):
        add_person(app, person)
    assert worker.post("/person/P1/told-apart/taken-back", data={"other": "P2"}).status_code == 303
    assert rows(app, PAIRS) == [("P1", "P2")]
    assert WAY_BACK not in opened(worker, "/person/P1")


def test_whoever_is_registered_as_someone_else_is_told_apart_by_that(app: Flask, worker: FlaskClient) -> None:
    household(app)
    fields = hidden(opened(worker, "/people/new")) | {"name": "Dee Carer", "role": "carer", "phone": "07700 900123"}
    fields |= day_fields("registered_on", 14, 5, 2026)
    assert "Are they on your books already?" in worker.post("/people/new", data=fields).text
    done = worker.post("/people/new", data=fields | {"someone_else": ["P1", "P2", "P3"]})
    assert done.status_code == 303, done.text
    new = done.location.rpartition("/")[2]
    assert {frozenset(pair) for pair in rows(app, PAIRS)} == {frozenset({new, one}) for one in ("P1", "P2", "P3")}
    assert HINT not in opened(worker, f"/person/{new}")


def test_erasing_either_takes_it_away(app: Flask, worker: FlaskClient) -> None:
    household(app)
    for first, second in (("P1", "P2"), ("P2", "P3")):
        worker.post(f"/person/{first}/told-apart", data={"other": second})
    with app.app_context():
        erase("north", "P2")
    assert rows(app, PAIRS) == []
