"""A sheet can be typed twice; what differs is settled by looking at the paper."""

from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.paper.conftest import answers_of, responses_of, send, sheet_of
from tests.support.staff import opened

FIRST = {"break": "1", "kind": "12", "hours": "30", "happy": "7", "helper": "1"}


def begun(app: Flask, worker: FlaskClient) -> str:
    """A sheet that was typed once; returns its code."""
    code = sheet_of(app).code
    assert send(worker, code, "again", **FIRST).endswith(f"/{code}/again")
    return code


def test_the_second_page_does_not_show_the_first_typing(app: Flask, worker: FlaskClient) -> None:
    code = begun(app, worker)
    assert 'value="30"' not in opened(worker, f"/paper/sheets/{code}/again")


def test_two_typings_that_agree_finish_the_sheet(app: Flask, worker: FlaskClient) -> None:
    code = begun(app, worker)
    send(worker, code, "compare", "/again", version="1", **FIRST | {"kind": "2, 1"})
    [response] = responses_of(app)
    assert (response.helper, str(response.submitted_on)) == ("self", "2026-05-14")
    assert answers_of(app)["kind"] == "day sitter"


def test_what_differs_is_shown_and_the_papers_word_counts(app: Flask, worker: FlaskClient) -> None:
    code = begun(app, worker)
    to = send(worker, code, "compare", "/again", version="1", **FIRST | {"hours": "3", "happy": ""})
    page = opened(worker, to)
    assert "4. How many hours do you care?" in page
    assert "First time: 30" in page
    assert "Second time: nothing" in page
    assert "Did you have a break?" not in page
    unsettled = worker.post(to, data={"pick-a.small.hours": "second"})
    assert unsettled.status_code == 422
    assert "Select what the paper says" in unsettled.text
    assert responses_of(app) == []
    settled = worker.post(to, data={"pick-a.small.hours": "second", "pick-a.small.happy": "first"})
    assert settled.status_code == 303
    assert (answers_of(app)["hours"], answers_of(app)["happy"]) == (3, 7)


def test_the_second_typing_is_kept_too(app: Flask, worker: FlaskClient) -> None:
    code = begun(app, worker)
    send(worker, code, "save", "/again", version="1", hours="31")
    assert 'value="31"' in opened(worker, f"/paper/sheets/{code}/again")
    assert 'value="30"' in opened(worker, f"/paper/sheets/{code}")
