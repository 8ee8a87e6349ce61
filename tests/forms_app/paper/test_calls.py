"""Someone on the phone hears who asks and what happens, answers, and gets a receipt code."""

import re

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.responses import PaperSheet
from tests.forms_app.paper.conftest import drafts_of, responses_of, send
from tests.support.staff import new_client, opened


def begin(worker: FlaskClient, round_: int = 1, language: str = "en") -> str:
    """A call that was begun; returns its code."""
    answer = worker.post(f"/paper/rounds/{round_}/call", data={"language": language})
    assert answer.status_code == 303
    return str(answer.headers["Location"]).rsplit("/", 1)[1]


def test_what_is_read_aloud_is_true_of_the_round(worker: FlaskClient) -> None:
    anonymous, named = (opened(worker, f"/paper/rounds/{number}/call") for number in (1, 2))
    assert "The Carers Hub asks these questions" in anonymous
    assert "I do not write down your name" in anonymous
    assert "your answers are kept with your name" in named
    assert "your answers are kept with your name" not in anonymous


def test_a_call_is_counted_as_one_and_its_receipt_code_opens_it(app: Flask, worker: FlaskClient) -> None:
    code = begin(worker, language="ur")
    page = opened(worker, f"/paper/sheets/{code}")
    receipt = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", page)
    assert receipt
    assert "The day it came" not in page
    send(worker, code, hours="20", helper="3")
    [response] = responses_of(app)
    assert (response.channel, response.language, response.helper) == ("phone", "ur", "proxy")
    assert str(response.submitted_on) == "2026-05-15"
    read_back = new_client(app).post("/receipt", data={"code": receipt[0]})
    assert "20" in read_back.text
    assert read_back.status_code == 200
    assert "1 person answered by phone" in opened(worker, "/paper")
    assert "0 sheets printed" in opened(worker, "/paper")


def test_a_call_that_was_cut_off_goes_on_where_it_was(app: Flask, worker: FlaskClient) -> None:
    code = begin(worker)
    worker.post(f"/paper/sheets/{code}/draft", data={"a.small.hours": "20", "version": "1", "whole": "yes"})
    assert "Call, Spring survey" in opened(worker, "/paper")
    assert 'value="20"' in opened(worker, f"/paper/sheets/{code}")


def test_a_call_that_is_given_up_leaves_nothing(app: Flask, worker: FlaskClient) -> None:
    code = begin(worker)
    send(worker, code, "save", version="1", hours="20")
    assert worker.post(f"/paper/sheets/{code}/abandon").status_code == 303
    assert drafts_of(app) == 0
    with app.app_context():
        assert db.session.query(PaperSheet).count() == 0
    assert responses_of(app) == []


def test_nobody_can_begin_by_phone_when_the_round_is_closed(app: Flask, worker: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(db.text("UPDATE round SET closes_on = '2026-05-14'"))
        db.session.commit()
    assert "The round is not open today" in opened(worker, "/paper/rounds/1/call")
    assert worker.post("/paper/rounds/1/call", data={"language": "en"}).status_code == 409
