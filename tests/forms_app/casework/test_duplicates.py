"""Someone who may be on the books already is shown before they are registered again; nothing typed is lost."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.casework.duplicates import Known, alike, family_name
from forms_app.casework.marks import mark_people
from forms_app.models.records import Person, Referral
from tests.forms_app.casework.conftest import add_person, day_fields, hidden, rows
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened

TYPED = {
    "name": "ADA Cárer", "role": "carer", **day_fields("registered_on", 14, 5, 2026), "birth_year": "1961",
    "phone": "07700 900999", "source": "gp", "notes": "Asked for a break.", "carer_groups": ["dementia", "working"],
}  # fmt: skip


def known(app: Flask, **columns: object) -> None:
    add_person(app, "P1", **{"name": "Ada Carer", "birth_year": 1961, "email": "ada@example.org"} | columns)
    with app.app_context():
        mark_people()


@pytest.mark.parametrize(
    ("name", "family"),
    [("Ada Carer", "carer"), ("CARER, Ada", "carer"), ("Dr Ada van Dyk", "dyk"), ("Ada", "ada"), (None, ""), (",", "")],
)
def test_the_family_name_is_the_last_word_or_stands_before_a_comma(name: str | None, family: str) -> None:
    assert family_name(name) == family


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (Known("carer ada", None, None, None), True),
        (Known(None, "ADA@example.org", None, None), True),
        (Known(None, None, "+447700900123", None), True),
        (Known("Beth Carer", None, None, 1961), True),
        (Known("Beth Carer", None, None, 1962), False),
        (Known("Ada Brown", None, None, 1961), False),
        (Known(None, None, None, 1961), False),
    ],
)
def test_people_are_alike_by_name_address_number_or_family_name_and_year(app: Flask, typed: Known, found: bool) -> None:
    known(app, phone="+447700900123")
    add_provider(app, "south", "South Carers")
    with app.app_context():
        assert [one.person for one in alike("north", typed)] == (["P1"] if found else [])
        assert alike("north", typed, but="P1") == []
        assert alike("south", typed) == []


def test_someone_else_is_registered_with_everything_that_was_typed(app: Flask, worker: FlaskClient) -> None:
    known(app)
    start = hidden(opened(worker, "/people/new"))
    asked = worker.post("/people/new", data=TYPED | start)
    check_page(asked.text)
    assert asked.status_code == 200
    assert "Are they on your books already?" in asked.text
    for words in ("P1", "1961", "Active", "1 April 2026"):
        assert words in asked.text
    assert rows(app, select(Person.person)) == [("P1",)]
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', asked.text)
    assert [value for name, value in kept if name == "carer_groups"] == ["dementia", "working"]
    fields: dict[str, list[str]] = {}
    for name, value in kept:
        fields.setdefault(name, []).append(value)
    for _try in range(2):
        done = worker.post("/people/new", data=fields)
        assert (done.status_code, done.location) == (303, "/person/P2"), done.text
    assert rows(app, select(Person.person, Person.carer_groups).where(Person.person != "P1")) == [
        ("P2", "dementia;working")
    ]
    assert rows(app, select(Referral.person, Referral.source, Referral.kind, Referral.accepted)) == [
        ("P2", "gp", "new", "yes")
    ]


def test_whoever_is_on_the_books_gets_the_referral_with_what_differs(app: Flask, worker: FlaskClient) -> None:
    known(app)
    start = hidden(opened(worker, "/people/new"))
    page = worker.post("/people/new", data=TYPED | start | {"same": "P1"})
    check_page(page.text)
    assert 'action="/person/P1/referral"' in page.text
    # What differs from the record is shown, and kept in the notes of the referral.
    assert "Asked for a break." in page.text
    assert page.text.count("07700 900999") == 2
    fields = {
        "source": "gp",
        "kind": "re_referral",
        "accepted": "yes",
        "notes": "x",
        **day_fields("received_on", 14, 5, 2026),
    }
    for _try in range(2):
        done = worker.post("/person/P1/referral", data=fields | hidden(page.text))
        assert done.status_code == 303
    assert rows(app, select(Referral.person, Referral.kind)) == [("P1", "re_referral")]
    assert rows(app, select(Person.person)) == [("P1",)]


def test_a_person_of_another_provider_is_not_found_by_their_reference(app: Flask, worker: FlaskClient) -> None:
    add_provider(app, "south", "South Carers")
    add_person(app, "S1", provider="south", name="Ada Carer")
    assert worker.post("/people/new", data=TYPED | {"same": "S1"}).status_code == 404


def test_a_change_that_makes_two_alike_is_hinted_at(app: Flask, worker: FlaskClient) -> None:
    known(app)
    add_person(app, "P9", name="Zoe Other")
    assert "Is it the same person?" not in opened(worker, "/person/P9")
    fields = hidden(opened(worker, "/person/P9/contact-details")) | {"email": "ada@example.org"}
    assert worker.post("/person/P9/contact-details", data=fields).status_code == 303
    page = opened(worker, "/person/P9")
    assert "Is it the same person?" in page
    assert 'href="/person/P1"' in page
