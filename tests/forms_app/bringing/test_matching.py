"""Columns and values under other names, dates in other orders: matched on the page, remembered for the next file."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.bringing.checking import setting_of_today
from forms_app.bringing.guessing import propose_columns
from forms_app.bringing.values import iso_day, propose_code
from forms_app.database import db
from forms_app.exchange.files import BY_NAME
from forms_app.models.records import Person
from tests.forms_app.bringing.conftest import bring, confirm, kept, page, send

THEIRS = (
    "Client ID,Client type,Date registered,DOB,Sex,Surname\n"
    "K1,Carer,31/03/2026,04/05/1970,Female,Example\n"
    "K2,carer,01/04/2026,1981-02-03,M,Sample\n"
)


def chosen(html: str) -> dict[str, str]:
    """What each list of a page is set to, by name."""
    found = {}
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        picked = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = picked[1] if picked else ""
    return found


def test_other_names_and_values_are_matched_and_remembered(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"Clients export.csv": THEIRS})
    html = page(manager, f"/bring/{number}")
    assert chosen(html) == {"kind-0": "people.csv", "header-0": "1"}
    answer = manager.post(f"/bring/{number}/kinds", data=chosen(html), follow_redirects=True)
    assert "Match the columns" in answer.text
    assert "Not matched, and so left out: Surname." in answer.text
    assert "Client ID – K1, K2" in answer.text
    answer = manager.post(f"/bring/{number}/columns/0", data=chosen(answer.text), follow_redirects=True)
    assert "Match the values" in answer.text
    told = chosen(answer.text)
    assert set(told.values()) == {"carer", "female", "male"}
    manager.post(f"/bring/{number}/values/0", data=told)
    confirm(manager, number)
    with app.app_context():
        person = db.session.get_one(Person, ("p1", "K1"))
        assert (str(person.registered_on), person.birth_year, person.gender) == ("2026-03-31", 1970, "female")
    again = bring(manager, {"Clients export.csv": THEIRS.replace("K1", "K3")})
    manager.post(f"/bring/{again}/kinds", data={"kind-0": "people.csv"})
    assert kept(app, again)[0] == "uploaded"
    page(manager, f"/bring/{again}")
    assert kept(app, again)[0] == "checked", "the same header is matched as it was"


def test_the_order_of_a_date_is_asked_where_it_could_be_either(app: Flask, manager: FlaskClient) -> None:
    people = "person,role,registered_on\nK1,carer,03/04/2026\n"
    number = bring(manager, {"people.csv": people})
    assert "Which comes first in your dates?" in page(manager, f"/bring/{number}")
    assert "Say which comes first" in manager.post(f"/bring/{number}/values/0").text
    manager.post(f"/bring/{number}/values/0", data={"order": "mdy"})
    confirm(manager, number)
    with app.app_context():
        assert str(db.session.get_one(Person, ("p1", "K1")).registered_on) == "2026-03-04"


def test_a_value_can_stand_for_every_row(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": "person,registered_on\nK1,2026-04-03\n"})
    answer = manager.post(f"/bring/{number}/columns/0", data={"column-1": "0", "column-3": "1"}, follow_redirects=True)
    assert "Say where role is" in answer.text
    manager.post(f"/bring/{number}/columns/0", data={"column-1": "0", "column-3": "1", "column-2": "=carer"})
    confirm(manager, number)
    with app.app_context():
        assert db.session.get_one(Person, ("p1", "K1")).role == "carer"


@pytest.mark.parametrize("where", ["9", "-1", "²", "=boss", "x", "99999999"])
def test_a_column_that_is_not_there_is_not_chosen(app: Flask, manager: FlaskClient, where: str) -> None:
    number = bring(manager, {"people.csv": "person,registered_on\nK1,2026-04-03\n"})
    data = {"column-1": "0", "column-3": "1", "column-2": where}
    assert manager.post(f"/bring/{number}/columns/0", data=data).status_code == 422


def test_one_column_is_not_taken_for_two(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": "ref,registered_on\nK1,2026-04-03\n"})
    data = {"column-1": "0", "column-2": "0", "column-3": "1"}
    assert "“ref” is chosen twice" in manager.post(f"/bring/{number}/columns/0", data=data).text


def test_two_files_of_one_kind_are_refused(manager: FlaskClient) -> None:
    people = "person,role,registered_on\nK1,carer,2026-04-03\n"
    number = bring(manager, {"people north.csv": people, "people south.csv": people})
    data = {"kind-0": "people.csv", "kind-1": "people.csv"}
    assert "Another file holds the same" in manager.post(f"/bring/{number}/kinds", data=data).text
    data["kind-1"] = "leave"
    assert manager.post(f"/bring/{number}/kinds", data=data).status_code == 303


def test_files_of_the_area_are_not_for_providers(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"providers.csv": "provider,name\np1,Mine\n"})
    assert manager.post(f"/bring/{number}/kinds", data={"kind-0": "providers.csv"}).status_code == 422


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("31/03/2026", "dmy", "2026-03-31"), ("3/31/2026", "mdy", "2026-03-31"), ("31-Mar-26", "", "2026-03-31"),
        ("31.3.26", "dmy", "2026-03-31"), ("31 March 2026", "", "2026-03-31"), ("March 31, 2026", "", "2026-03-31"),
        ("2026-03-31 00:00:00", "", "2026-03-31"), ("Tue, 31st Mar 2026", "", "2026-03-31"),
        ("4/5/65", "dmy", "1965-05-04"), ("46112", "", "2026-03-31"), ("46112.5", "dmy", "2026-03-31"), ("1970", "", None),
        ("31/02/2026", "dmy", None), ("03/04/2026", "", None), ("31-Foo-26", "", None), ("soon", "dmy", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(text: str, order: str, day: str | None) -> None:
    assert iso_day(text, order, 2026) == day


@pytest.mark.parametrize(
    ("value", "code"),
    [("F", "female"), ("Female", "female"), ("FEMALE ", "female"), ("femal", "female"), ("woman", "female"), ("?", None)],
)
def test_a_code_is_proposed_for_what_surely_means_it(value: str, code: str | None) -> None:
    assert propose_code(value, {"female": "Female", "male": "Male", "other": "Another"}) == code


def test_names_that_case_management_systems_give_are_known(app: Flask) -> None:
    theirs = ["Case Ref", "Client Type", "Date Opened", "Closed Date", "Closure Reason", "Area", "Date of Birth", "Sex"]
    ours = ["person", "role", "registered_on", "closed_on", "closed_reason", "locality", "birth_year", "gender"]
    with app.app_context():
        setting = setting_of_today()
        found = propose_columns(BY_NAME["people.csv"], theirs, [], setting)
        assert found == {name: str(place) for place, name in enumerate(ours)}
        reviews = propose_columns(BY_NAME["reviews.csv"], ["Review No.", "Client Number", "Review Date"], [], setting)
        assert reviews == {"review": "0", "person": "1", "reviewed_on": "2"}


def test_what_is_remembered_is_one_organisations_own(app: Flask, manager: FlaskClient, council: FlaskClient) -> None:
    send(manager, {"people.csv": "person,role,registered_on\nK1,carer,03/04/2026\n"})
    manager.post("/bring/1/values/0", data={"order": "mdy"})
    number = bring(council, {"people.csv": "person,role,registered_on\nK1,carer,03/04/2026\n"})
    assert "Say where provider is" in council.post(f"/bring/{number}/columns/0", data={"column-1": "0"}).text
