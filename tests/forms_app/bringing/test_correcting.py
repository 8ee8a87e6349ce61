"""Faults in their place: put right on the page, in one row or in all alike, or left out; and the file of faulty rows."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.bringing import checking
from tests.forms_app.bringing.conftest import bring, bring_in, confirm, kept, page, records, send
from tests.forms_app.exchange.small_area import GOOD
from tests.support.staff import signed_in

HEAD = "person,role,registered_on,birth_year,locality\n"
BAD = (
    HEAD
    + "A1,carer,2026-31-12,1970,north\nA2,carer,2026-04-02,19,north\nA3,carer,2026-04-03,19,south\nA1,carer,2026-04-01,,\n"
)


def test_every_fault_is_in_its_place_and_can_be_put_right(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": BAD})
    html = page(manager, f"/bring/{number}")
    assert "4 rows can’t come in as they are" in html
    for name in ("cell-0-2-registered_on", "cell-0-3-birth_year", "cell-0-4-birth_year", "cell-0-5-person"):
        assert f'id="{name}"' in html, name
    assert "Do the same in all 2 rows that have this" in html
    data = {"cell-0-2-registered_on": "2026-12-31", "cell-0-3-birth_year": "1919", "all-0-3-birth_year": "yes",
            "leave-0-5": "yes"}  # fmt: skip
    manager.post(f"/bring/{number}/faults", data=data)
    state, brought = kept(app, number)
    assert (state, brought.files[0].counts) == ("checked", [3, 0, 0])
    confirm(manager, number)
    assert sorted(str(row[9]) for row in records(app)["person"]) == ["1919", "1919", "1970"]


@pytest.mark.parametrize(
    ("others", "typed", "day"),
    [
        ("14/04/2026", "31/03/2026", "2026-03-31"),
        ("04/14/2026", "03/31/2026", "2026-03-31"),
        ("2026-04-14", "31/3/2026", "2026-03-31"),
        ("2026-04-14", "2 March 2026", "2026-03-02"),
        ("14/04/2026", "2026-03-31", "2026-03-31"),
    ],
)
def test_a_date_can_be_put_right_in_the_way_the_file_writes_dates(
    app: Flask, manager: FlaskClient, others: str, typed: str, day: str
) -> None:
    number = bring(manager, {"people.csv": HEAD + f"A1,carer,soon,,\nA2,carer,{others},,\n"})
    page(manager, f"/bring/{number}")
    manager.post(f"/bring/{number}/faults", data={"cell-0-2-registered_on": typed})
    assert kept(app, number)[0] == "checked"
    confirm(manager, number)
    assert {str(row[3]) for row in records(app)["person"]} == {day, "2026-04-14"}


def test_a_wrong_correction_stays_on_the_page(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": HEAD + "A1,carer,soon,,\n"})
    html = manager.post(f"/bring/{number}/faults", data={"cell-0-2-registered_on": "later"}, follow_redirects=True).text
    assert "later" in html
    assert kept(app, number)[0] == "mapped"


def test_every_faulty_row_can_be_left_out_and_what_refers_to_it_too(app: Flask, manager: FlaskClient) -> None:
    goals = "goal,person,outcome,agreed_on\ng1,A1,area:home,2026-04-05\ng2,A2,area:home,2026-04-05\n"
    people = HEAD + "A1,carer,soon,,\nA2,carer,2026-04-02,,\n"
    number = bring(manager, {"people.csv": people, "goals.csv": goals})
    manager.post(f"/bring/{number}/faults", data={"do": "leave-out"})
    assert kept(app, number)[0] == "checked"
    html = page(manager, f"/bring/{number}")
    assert "2 rows are left out." in html
    for place, name in enumerate(("people.csv", "goals.csv")):
        assert re.search(rf'/bring/{number}/rejects/{place}">Download the rows of {name} that are left out', html)
    confirm(manager, number)
    assert [row[1] for row in records(app)["goal"]] == ["g2"]


def test_when_every_row_is_left_out_nothing_can_be_imported(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": HEAD + "A1,carer,soon,,\n"})
    manager.post(f"/bring/{number}/faults", data={"do": "leave-out"})
    assert "No row is left" in page(manager, f"/bring/{number}")
    assert manager.post(f"/bring/{number}/import", data={"turn": "9"}).status_code == 303
    assert records(app)["person"] == []


def test_the_faulty_rows_can_be_put_right_elsewhere_and_brought_again(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": HEAD + "=cmd|'/c calc'!A0,carer,soon,,\nA2,carer,2026-04-02,,\n"})
    page(manager, f"/bring/{number}")
    answer = manager.get(f"/bring/{number}/rejects/0")
    text = answer.get_data().decode("utf-8-sig")
    assert text.startswith("reasons,provider,person,")
    assert ",'=cmd" in text, "a spreadsheet does not run it"
    assert "A2" not in text
    again = bring_in(manager, {"people.csv": text.replace("soon", "2026-04-01")})
    assert kept(app, again)[0] == "imported"
    assert records(app)["person"][0][1] == "=cmd|'/c calc'!A0"


def test_rows_of_another_provider_are_faults(app: Flask, manager: FlaskClient) -> None:
    head = "provider,person,role,registered_on\n"
    for other in ("p2", "nobody"):
        number = bring(manager, {"people.csv": f"{head}{other},A1,carer,2026-04-01\n"})
        assert f"&#39;{other}&#39; is not your organisation" in page(manager, f"/bring/{number}")
    number = bring_in(manager, {"people.csv": f"{head}carers first,A1,carer,2026-04-01\n,A2,carer,2026-04-01\n"})
    assert [row[0] for row in records(app)["person"]] == ["p1", "p1"]


def test_a_response_of_another_provider_is_not_taken_over(app: Flask, council: FlaskClient, manager: FlaskClient) -> None:
    bring_in(council, {name: GOOD[name] for name in ("people.csv", "responses.csv")})
    before = records(app)
    number = bring(manager, {"responses.csv": "response,survey,submitted_on,life.breaks\nq3,short,2025-08-03,no\n"})
    assert "is the reference of another response" in page(manager, f"/bring/{number}")
    manager.post(f"/bring/{number}/import", data={"turn": str(kept(app, number)[1].turn)})
    assert records(app) == before


def test_an_import_of_another_organisation_is_not_found(app: Flask, manager: FlaskClient, council: FlaskClient) -> None:
    number = bring(manager, {"people.csv": BAD})
    for other in (council, signed_in(app, "provider_manager", "p2")):
        for path in ("", "/kinds", "/columns/0", "/values/0", "/faults", "/rejects/0", "/undo"):
            assert other.get(f"/bring/{number}{path}").status_code == 404, path
        for path in ("/import", "/undo", "/remove", "/again", "/change", "/faults"):
            assert other.post(f"/bring/{number}{path}").status_code == 404, path
        assert f"/bring/{number}" not in other.get("/bring/").text
    assert signed_in(app, "support_worker", "p1").get("/bring/").status_code == 403


def test_deleted_files_are_gone(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": BAD})
    assert manager.post(f"/bring/{number}/remove").status_code == 303
    assert manager.get(f"/bring/{number}").status_code == 404


MANY = HEAD + "".join(f"A{one},carer,day {one % 40},,\n" for one in range(45))


def test_many_faults_come_in_pages(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": MANY})
    html = page(manager, f"/bring/{number}")
    assert "Page 1 of 3" in html
    assert html.count("People, row ") == 40, "each of 20 rows, and its fault at the top"
    last = page(manager, f"/bring/{number}/faults?page=99")
    assert len(re.findall(r'id="cell-0-\d+-registered_on"', last)) == 5


def test_going_to_another_page_keeps_what_was_typed(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": MANY})
    first = {"row": ["0-2", "0-3", "0-4"], "cell-0-2-registered_on": "2026-04-01", "all-0-2-registered_on": "yes",
             "cell-0-3-registered_on": "2026-04-02", "leave-0-4": "yes", "do": "page-2"}  # fmt: skip
    answer = manager.post(f"/bring/{number}/faults", data=first)
    assert answer.headers["Location"].endswith("/faults?page=2")
    assert "What you put right is kept" in page(manager, answer.headers["Location"])
    html = page(manager, f"/bring/{number}/faults?page=1")
    assert html.count("2026-04-01") == 1
    assert 'name="leave-0-4" type="checkbox" value="yes" checked' in html
    assert "#cell-0-2-registered_on" not in html, "what was put right is no longer said to be wrong"
    assert "2026-04-01" in page(manager, f"/bring/{number}/faults?page=3"), "row 42 had the same"
    assert kept(app, number)[0] == "mapped"
    manager.post(f"/bring/{number}/faults", data={"row": ["0-4"], "do": "page-x"})
    assert kept(app, number)[1].files[0].out == [], "a row is taken in again when the box is unticked"
    manager.post(f"/bring/{number}/faults", data={"do": "check"})
    assert kept(app, number)[1].fault_rows == 42


def test_what_is_typed_in_a_row_wins_over_what_is_for_all_alike(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": HEAD + "A1,carer,soon,,\nA2,carer,soon,,\n"})
    data = {"cell-0-2-registered_on": "2026-04-02", "cell-0-3-registered_on": "2026-04-01", "all-0-3-registered_on": "yes"}
    manager.post(f"/bring/{number}/faults", data=data)
    confirm(manager, number)
    assert [str(row[3]) for row in records(app)["person"]] == ["2026-04-02", "2026-04-01"]


def test_more_faults_than_are_shown_are_left_out_all_the_same(
    app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "MOST_FAULTS", 3)
    number = bring(manager, {"people.csv": MANY + "B1,carer,2026-04-01,,\n"})
    assert "The first 3 rows are here" in page(manager, f"/bring/{number}")
    manager.post(f"/bring/{number}/faults", data={"do": "leave-out"})
    state, brought = kept(app, number)
    assert (state, len(brought.files[0].out)) == ("checked", 45)


def test_a_row_with_too_many_cells_is_a_fault(app: Flask, manager: FlaskClient) -> None:
    number = bring(manager, {"people.csv": HEAD + "A1,carer,2026-04-01,,north,west\n"})
    assert "cells where the header has" in page(manager, f"/bring/{number}")
    assert send(manager, {"people.csv": HEAD + "A1,carer,2026-04-01\n"}).status_code == 303
