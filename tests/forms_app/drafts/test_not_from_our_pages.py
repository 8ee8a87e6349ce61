"""What no page of ours sends is kept by nobody: plain bodies, other sites, files, marks that are none."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.models.casework import FormDraft
from tests.forms_app.casework.conftest import add_goal, add_person, hidden, rows
from tests.forms_app.casework.conftest import app as app
from tests.forms_app.casework.conftest import definitions as definitions
from tests.forms_app.casework.conftest import worker as worker

FORM, SAVE, AGAIN = "/person/P1/review", "/drafts/review/P1", "/drafts-thrown-away/review/P1"
WORDS = "He slept, and I sat in the garden."


@pytest.fixture(autouse=True)
def _person(app: Flask) -> None:
    add_person(app, name="Ada Example")
    add_goal(app, "g1", "town:health")


def kept(app: Flask) -> list[str]:
    """What is kept of every draft."""
    return [str(row[0]) for row in rows(app, select(FormDraft.typed))]


@pytest.mark.parametrize("kind", ["text/plain;charset=UTF-8", "application/json", "application/octet-stream", ""])
def test_a_body_that_is_no_form_is_no_draft(app: Flask, worker: FlaskClient, kind: str) -> None:
    answer = worker.post(SAVE, data=b"notes=taken+over&draft_page=" + b"a" * 32, content_type=kind)
    assert answer.status_code == 400
    assert "not sent by a form of ours" in answer.json["words"]
    assert kept(app) == []


@pytest.mark.parametrize("mark", [None, "", "0", "A" * 32, "a" * 3_000_000])
def test_without_the_mark_of_a_page_nothing_is_kept_or_overwritten(
    app: Flask, worker: FlaskClient, mark: str | None
) -> None:
    worker.post(SAVE, data=hidden(worker.get(FORM).text) | {"notes": WORDS})
    before = kept(app)
    for how in ({}, {"draft": "anyway"}):
        marked = {"notes": "taken over", **how} | ({} if mark is None else {"draft_page": mark})
        assert worker.post(SAVE, data=marked).status_code == 400
    assert kept(app) == before


def test_a_page_of_another_site_neither_saves_nor_throws_away(app: Flask, worker: FlaskClient) -> None:
    page = hidden(worker.get(FORM).text) | {"notes": WORDS}
    worker.post(SAVE, data=page)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        for address in (SAVE, AGAIN):
            assert worker.post(address, data=page | {"notes": "theirs"}, headers=headers).status_code == 403
    assert WORDS in worker.get(FORM).text


def test_after_signing_out_a_tab_left_open_saves_nothing(app: Flask, worker: FlaskClient) -> None:
    page = hidden(worker.get(FORM).text)
    assert worker.post("/sign-out").status_code in (302, 303)
    assert worker.post(SAVE, data=page | {"notes": WORDS}).status_code == 401
    assert kept(app) == []


def test_what_no_keyboard_types_is_left_out_and_the_rest_kept(worker: FlaskClient) -> None:
    page = hidden(worker.get(FORM).text)
    assert worker.post(SAVE, data=page | {"notes": f"\0{WORDS}\x07\ufffe", "f\0g": "\0"}).status_code == 200
    assert f"{WORDS}</textarea>" in worker.get(FORM).text
