"""A sheet is typed in once; nothing typed is lost; what counts is what the paper asks."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app import clock
from forms_app.database import db
from forms_app.models.paper import SheetTally
from forms_app.models.responses import PaperSheet
from forms_app.paper import drafts
from tests.forms_app.paper.conftest import answers_of, drafts_of, responses_of, send, sheet_of, sheet_row, typed
from tests.support.staff import add_provider, opened, signed_in

ALL = {"break": "1", "kind": "12", "more": "Sea air", "hours": "30", "happy": "7", "safe": "1", "helper": "2"}


def test_a_sheet_becomes_a_response_like_one_from_the_web(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    opened(worker, f"/paper/sheets/{code}")
    send(worker, code, **ALL)
    [response] = responses_of(app)
    assert (response.channel, response.helper, response.language) == ("paper", "with_help", "en")
    assert str(response.submitted_on) == "2026-05-14"
    assert answers_of(app) == {
        "break": "yes", "kind": "day sitter", "more": "Sea air", "hours": 30, "happy": 7, "safe": "safe"
    }  # fmt: skip
    assert drafts_of(app) == 0


def test_what_was_left_out_is_passed_over_and_what_the_paper_skips_is_not_there(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    send(worker, code, **{"break": "2", "hours": "?"})
    assert answers_of(app) == {"break": "no", "hours": None, "happy": None, "safe": None}
    with app.app_context():
        [tally] = db.session.query(SheetTally)
        assert (tally.question, tally.unclear, tally.off_path) == ("small.hours", 1, 0)


def test_an_answer_that_the_paper_skips_is_warned_about_and_kept_out(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    answers = {"break": "2", "kind": "1", "hours": "3"}
    page = send(worker, code, status=422, **answers)
    assert "Answered although the paper says to skip it" in page
    assert responses_of(app) == []
    again = worker.post(f"/paper/sheets/{code}", data=typed(do="finish", **answers) | {"off-path": "small.kind"})
    assert again.status_code == 303
    assert "kind" not in answers_of(app)


def test_a_sheet_sent_twice_is_one_response(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    send(worker, code, **ALL)
    page = send(worker, code, status=409, **ALL | {"more": "Typed in another tab"})
    assert "has been typed in already" in page
    assert "Typed in another tab" in page, "what was typed is given back"
    assert len(responses_of(app)) == 1


def test_what_is_typed_is_kept_before_the_sheet_is_finished(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    answer = worker.post(f"/paper/sheets/{code}/draft", data=typed(**{"break": "1", "hours": "200"}))
    assert answer.json == {"version": 1}
    page = opened(signed_in(app, "provider_manager", "hub"), f"/paper/sheets/{code}")
    assert 'name="a.small.hours" value="200"' in page
    assert "Not finished yet" in opened(worker, "/paper")


def test_a_page_that_was_cut_off_takes_nothing_away(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    send(worker, code, "save", **{"break": "1", "hours": "20"})
    page = worker.post(f"/paper/sheets/{code}", data={"a.small.break": "2", "version": "1", "do": "finish"})
    assert page.status_code == 400
    assert "Not all of this page arrived" in page.text
    assert 'name="a.small.hours" value="20"' in opened(worker, f"/paper/sheets/{code}")
    assert responses_of(app) == []


def test_two_who_type_one_sheet_are_told_and_overwrite_nothing_unseen(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    send(worker, code, "save", hours="20")
    colleague = signed_in(app, "provider_manager", "hub")
    page = send(colleague, code, "save", status=409, hours="30", more="Mine")
    assert "Sam Support Worker" in page
    assert "Question 4: 20" in page
    assert "Mine" in page
    assert colleague.post(f"/paper/sheets/{code}/draft", data=typed(hours="31")).status_code == 409
    assert 'value="20"' in opened(worker, f"/paper/sheets/{code}")
    send(colleague, code, "save", version="1", hours="30")
    assert 'name="a.small.hours" value="30"' in opened(worker, f"/paper/sheets/{code}")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("received-day", "16", "must be today or before"),
        ("received-month", "4", "must not be before the round opened"),
        ("received-day", "31x", "must be a real date"),
        ("a.small.hours", "many", "Enter a whole number"),
        ("a.small.break", "5", "Type a number from 1 to 2"),
        ("helper", "4", "Type a number from 1 to 3"),
    ],
)
def test_what_can_not_be_is_said_and_everything_typed_stays(
    app: Flask, worker: FlaskClient, field: str, value: str, words: str
) -> None:
    code = sheet_of(app).code
    answer = worker.post(f"/paper/sheets/{code}", data=typed(do="finish", **ALL) | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Sea air" in answer.text
    assert responses_of(app) == []


@pytest.mark.parametrize("code", ["7KR4M9XX", "nothing", ""])
def test_a_code_that_can_not_be_is_told_at_once(app: Flask, worker: FlaskClient, code: str) -> None:
    answer = worker.post("/paper", data={"code": code})
    assert answer.status_code == 422
    assert worker.get(f"/paper/sheets/{code or 'x'}").status_code == 404


def test_a_code_leads_to_its_sheet_however_it_is_typed(app: Flask, worker: FlaskClient) -> None:
    codes = sheet_of(app)
    answer = worker.post("/paper", data={"code": codes.shown.lower()})
    assert answer.headers["Location"] == f"/paper/sheets/{codes.code}"


def test_another_providers_sheet_is_no_sheet(app: Flask) -> None:
    add_provider(app, "south", "South Carers")
    stranger = signed_in(app, "support_worker", "south")
    codes = sheet_of(app)
    assert stranger.post("/paper", data={"code": codes.code}).status_code == 422
    for path in ("", "/again", "/differences", "/abandon"):
        assert stranger.get(f"/paper/sheets/{codes.code}{path}").status_code == 404
    assert stranger.post(f"/paper/sheets/{codes.code}/draft", data=typed()).status_code == 404


def test_questions_come_in_the_sheets_language_or_in_english(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app, language="ur").code
    page = opened(worker, f"/paper/sheets/{code}")
    assert "Show the questions in English" in page
    assert "Show the questions in اردو" in opened(worker, f"/paper/sheets/{code}?words=english")


def test_what_was_typed_can_be_erased_and_typed_again(app: Flask, worker: FlaskClient) -> None:
    code = sheet_of(app).code
    send(worker, code, "later", hours="20")
    opened(worker, f"/paper/sheets/{code}/abandon")
    assert worker.post(f"/paper/sheets/{code}/abandon").status_code == 303
    assert drafts_of(app) == 0
    assert sheet_row(app, code).state == "printed"


def test_what_nobody_goes_on_with_is_erased_after_as_long_as_online(
    app: Flask, worker: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = sheet_of(app).code
    send(worker, code, "save", hours="20")
    call = worker.post("/paper/rounds/1/call", data={"language": "en"}).headers["Location"].rsplit("/", 1)[1]
    days = app.config["FINISH_WITHIN_DAYS"]
    assert f"erased {days} days after" in opened(worker, "/paper")
    real = clock.now
    with app.app_context():
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=days - 1))
        assert drafts.forget_old() == 0
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=days + 1))
        assert drafts.forget_old() == 2
        assert db.session.get(PaperSheet, call) is None
    assert sheet_row(app, code).state == "printed"
