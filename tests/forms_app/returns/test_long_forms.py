from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.returns.conftest import add_contract, filed, opened, send

AUDIT = "/returns/a1/audit/2025-04-01"
BREAKS = f"{AUDIT}/fill/breaks"
CELL = "breaks.older-people"
GOOD = {
    f"v.{CELL}.rating": "amber",
    f"v.{CELL}.evidence": "Asked 40 carers",
    f"v.{CELL}.rated-on-day": "3",
    f"v.{CELL}.rated-on-month": "May",
    f"v.{CELL}.rated-on-year": "2026",
}


def test_a_matrix_has_a_page_a_row_and_a_square_a_column(app: Flask, manager: FlaskClient) -> None:
    add_contract(app, "a1", "carers-hub-audit")
    overview = opened(manager, AUDIT)
    assert overview.count("/fill/") == 17
    page = opened(manager, BREAKS)
    assert page.count("<details class=") == 14
    assert f'name="v.{CELL}.rating"' in page


def test_one_square_of_a_matrix_can_be_filed_alone(app: Flask, manager: FlaskClient) -> None:
    add_contract(app, "a1", "carers-hub-audit")
    assert send(manager, BREAKS, GOOD).location == f"{AUDIT}/fill/peer-community"
    assert "Filled in" in opened(manager, AUDIT)
    check = opened(manager, f"{AUDIT}/check")
    assert "Carers of older people: Commissioner&#39;s rating" in check
    assert "3 May 2026" in check
    send(manager, f"{AUDIT}/check", {})
    assert filed(app)[0][2] == {
        f"{CELL}.rating": "amber",
        f"{CELL}.evidence": "Asked 40 carers",
        f"{CELL}.rated-on": "2026-05-03",
    }
    assert "Amber" in opened(manager, AUDIT)


def test_a_wrong_square_opens_by_itself_and_the_others_are_kept(app: Flask, manager: FlaskClient) -> None:
    add_contract(app, "a1", "carers-hub-audit")
    page = send(manager, BREAKS, GOOD | {f"v.{CELL}.rated-on-day": "40"}, status=422).text
    assert page.count('<details class="govuk-details app-square" open>') == 1
    assert "Day of the rating must be a real date" in page
    assert "Needs a look" in opened(manager, AUDIT)
    assert "Asked 40 carers" in opened(manager, BREAKS)


def test_the_parts_of_a_long_return_are_kept_apart(app: Flask, manager: FlaskClient) -> None:
    add_contract(app, "r1", "rochdale-carers")
    path = "/returns/r1/quarterly/2026-01-01"
    assert "Newly identified carers" in opened(manager, path)
    send(manager, f"{path}/fill/identification", {"v.k2.work": "3", "then": "later"})
    assert "Enter a figure, 0 if there were none" in send(manager, f"{path}/check", {}, status=422).text
    send(manager, f"{path}/fill/reach", {"v.k6.income": "£12,345.60"})
    send(manager, f"{path}/fill/identification", {"v.k2": "171", "v.k2.work": "4"})
    assert opened(manager, path).count("Filled in") == 2
    assert "£12,345.60" in opened(manager, f"{path}/check")
    send(manager, f"{path}/check", {})
    assert filed(app)[0][2] == {"k2": "171", "k2.work": "4", "k6.income": "12345.6"}


def test_a_page_that_the_form_does_not_have_is_not_found(manager: FlaskClient) -> None:
    assert manager.get("/returns/c1/kpi3/2026-01-01/fill/nothing").status_code == 404


def test_an_empty_return_is_not_filed(app: Flask, manager: FlaskClient) -> None:
    add_contract(app, "a1", "carers-hub-audit")
    assert "The return is empty" in send(manager, f"{AUDIT}/check", {}, status=422).text
    assert filed(app) == []
