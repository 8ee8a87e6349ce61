"""Respondents played over HTTP: what they were to answer is what the database holds."""

import threading
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from forms_app.database import db
from forms_app.demo import player
from forms_app.demo.opinions import Respondent
from forms_app.demo.page import read_page
from forms_app.demo.player import PageNotAsExpected, Player, fill_in
from forms_app.models.records import Provider
from forms_app.models.responses import AnswerRow, Response, Round
from surveys.answers import Answer
from surveys.library import load_library
from surveys.path import answers_that_count, walk

DAY = date(2026, 5, 15)


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """A running server with an open round of the short carer survey and of the service users' survey."""
    with app.app_context():
        db.session.add(Provider(provider="moorside-carers", name="Moorside"))
        db.session.add(Provider(provider="larchfield", name="Larchfield"))
        for survey, provider in (("carer-short", "moorside-carers"), ("service-user", "larchfield")):
            db.session.add(Round(slug=survey, survey=survey, provider=provider, title="A survey", opens_on=DAY))
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


class Decided(Respondent):
    """Someone whose answers are decided beforehand."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers

    def answer(self, question: object) -> Answer:
        return self.answers[question.key]  # type: ignore[attr-defined]


def _sent(app: Flask) -> dict[str, set[object]]:
    with app.app_context():
        response = db.session.scalars(select(Response).where(Response.submitted_on.is_not(None))).one()
        rows = db.session.scalars(select(AnswerRow).where(AnswerRow.response == response.response))
        found: dict[str, set[object]] = {}
        for row in rows:
            given = next((value for value in (row.code, row.number, row.text) if value is not None), None)
            found.setdefault(row.question, set()).add(given)
        return found


def test_answers_sent_through_the_forms_are_those_that_were_meant(
    app: Flask, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player, "CHANGING", 0)
    survey = load_library().surveys["carer-short"]
    luck = Random(5)
    someone = Respondent(luck, "moorside-carers", DAY)
    meant = {key: someone.answer(question) for key, question in survey.by_key.items()}
    meant["safe.feel"] = Answer(codes=("not-at-all-safe",))
    assert Player(port, luck).answer("carer-short", survey, Decided(meant)) is False
    counted = answers_that_count(survey, meant)
    assert _sent(app) == {
        key: set(answer.codes) or {answer.number if answer.number is not None else answer.text}
        for key, answer in counted.items()
    }


def test_an_answer_can_be_changed_before_sending(app: Flask, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "CHANGING", 1)
    survey = load_library().surveys["service-user"]
    luck = Random(8)
    assert Player(port, luck).answer("service-user", survey, Respondent(luck, "larchfield", DAY)) is True
    sent = _sent(app)
    answers = {key: Answer(codes=tuple(str(code) for code in codes if code is not None)) for key, codes in sent.items()}
    assert set(walk(survey, answers).asked) == set(sent)


def test_a_round_that_is_not_there_is_an_error_that_names_the_page(port: int) -> None:
    survey = load_library().surveys["carer-short"]
    with pytest.raises(PageNotAsExpected, match="/s/none gave 404"):
        Player(port, Random(1)).answer("none", survey, Respondent(Random(1), "moorside-carers", DAY))


def test_an_answer_that_the_form_does_not_offer_is_refused() -> None:
    page = read_page('<form method="post" action="/a"><input type="radio" name="answer" value="yes"></form>')
    question = load_library().surveys["carer"].by_key["breaks.requested"]
    assert fill_in(page.forms[0], question, Answer(codes=("yes",))) == [("answer", "yes")]
    with pytest.raises(PageNotAsExpected, match="does not offer"):
        fill_in(page.forms[0], question, Answer(codes=("no",)))
