"""Once a sheet of an anonymous round is typed in, nothing in the database ties it to its answers."""

import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from forms_app.database import Base, db
from tests.forms_app.paper.conftest import responses_of, send, sheet_of, sheet_row
from tests.support.staff import new_client, opened

COMMON = {"spring", "tiny", "hub", "en", "paper", "standard", "small.break", "small.hours", "small.happy", "small.safe"}


def values_by_table(app: Flask) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with app.app_context():
        return {
            table.name: [dict(row._mapping) for row in db.session.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }


def test_no_value_of_the_sheet_stands_in_any_other_table(app: Flask, worker: FlaskClient) -> None:
    for number in range(4):
        sheet_of(app)
        send(worker, sheet_of(app).code, hours=str(20 + number))
    tables = values_by_table(app)
    sheets = tables.pop("paper_sheet")
    of_sheets = {
        str(value)
        for row in sheets
        for name, value in row.items()
        if name not in ("round_id", "version", "made_on") and value
    }
    elsewhere = {str(value) for rows in tables.values() for row in rows for value in row.values()}
    assert of_sheets & elsewhere <= COMMON
    assert all((row["response"], row["entered_on"], row["entered_by"]) == (None, None, None) for row in sheets)
    assert [row["receipt_hash"] is None for row in sheets] == [row["state"] == "entered" for row in sheets]
    assert tables["sheet_draft"] == []
    codes = [row["code"] for row in sheets]
    assert not any(code in str(event) for event in tables["audit_event"] for code in codes)


def test_row_versions_of_the_database_do_not_tell_which_sheet_it_was(app: Flask, worker: FlaskClient) -> None:
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return
    for number in range(3):
        sheet_of(app)
        send(worker, sheet_of(app).code, hours=str(20 + number))
    with app.app_context():
        sheets = db.session.scalars(text("SELECT DISTINCT xmin::text FROM paper_sheet")).all()
        responses = db.session.scalars(text("SELECT DISTINCT xmin::text FROM response")).all()
    assert len(responses) == 3
    assert len(sheets) == 1, "all sheets of the round were written by the last one that was finished"


def test_a_finished_sheet_says_neither_when_nor_by_whom(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    send(worker, code, hours="20")
    page = opened(worker, f"/paper/sheets/{code}")
    assert "we keep no note of when, by whom" in page
    assert "Sam Support Worker" not in page.partition("<main")[2]


def test_the_receipt_code_on_the_part_that_was_kept_reads_back_and_erases(app: Flask, worker: FlaskClient) -> None:
    codes = sheet_of(app)
    person = new_client(app)
    assert person.post("/receipt", data={"code": codes.receipt}).status_code == 422, (
        "nothing is there before it is typed in"
    )
    send(worker, codes.code, hours="20")
    assert "20" in person.post("/receipt", data={"code": codes.receipt}).text
    person.post("/receipt/erase", data={"code": codes.receipt, "sure": "yes"})
    assert responses_of(app) == []
    assert sheet_row(app, codes.code).state == "entered"


def test_days_are_kept_by_the_quarter_where_people_were_invited(app: Flask, worker: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE round SET open_to_all = false, opens_on = '2026-02-01' WHERE slug = 'spring'"))
        db.session.commit()
    send(worker, sheet_of(app).code, hours="20")
    [response] = responses_of(app)
    assert (str(response.submitted_on), response.saved_on, response.language) == ("2026-04-01", None, None)


def test_no_log_says_when_which_sheet_was_typed_in(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    code = sheet_of(app).code
    with caplog.at_level("INFO", "werkzeug"):
        logging.getLogger("werkzeug").info('"%s" 303', f"POST /paper/sheets/{code}/draft HTTP/1.1")
    assert "/paper/sheets/***/draft" in caplog.text
    assert code not in caplog.text
