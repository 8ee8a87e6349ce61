"""What can't stand as an answer waits on the server until it is put right."""

import re

from flask import Flask
from sqlalchemy import text

from forms_app.database import db
from tests.forms_app.respond.conftest import Respondent, rows_of


def held_rows(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(text("SELECT typed FROM held_answer")))


def to_the_hours(carer: Respondent) -> Respondent:
    carer.begin()
    carer.answer("no")
    assert carer.key == "small.hours"
    return carer


def test_what_cannot_stand_comes_back_by_a_page_that_can_be_loaded_again(app: Flask, carer: Respondent) -> None:
    to_the_hours(carer)
    answered = carer.client.post(carer.at, data={"answer": "about 30", "whole": "yes"})
    assert answered.status_code == 303
    for _ in range(2):
        carer.open(answered.headers["Location"])
        assert 'value="about 30"' in carer.text
        assert "Enter a whole number, like 7" in carer.text


def test_what_cannot_stand_is_there_on_another_day_and_is_not_an_answer(app: Flask, carer: Respondent) -> None:
    to_the_hours(carer)
    carer.answer("about 30")
    carer.open(f"/a/{carer.address}")
    assert carer.key == "small.hours"
    assert 'value="about 30"' in carer.text
    assert ("small.hours", "") not in rows_of(app)


def test_once_put_right_nothing_is_held(app: Flask, carer: Respondent) -> None:
    to_the_hours(carer)
    carer.answer("about 30")
    carer.answer("30")
    assert rows_of(app)["small.hours", ""] == (None, 30, None)
    assert held_rows(app) == []


def test_what_is_held_is_encrypted(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    carer.answer()
    carer.answer("Zebedee " * 40)
    (typed,) = held_rows(app)
    assert "Zebedee" not in typed


def test_the_check_page_names_what_is_held_and_sending_lets_go_of_it(app: Flask, carer: Respondent) -> None:
    to_the_hours(carer)
    for value in ("35", "7", "safe"):
        carer.answer(value)
    address = carer.address
    carer.open(f"/a/{address}/small.hours?change=yes")
    carer.answer("about 30")
    carer.open(f"/a/{address}/answers/check")
    assert "Not among your answers yet" in carer.text
    assert "35 hours" in carer.text
    carer.open(re.search(r'href="([^"]+)">How many hours do you care', carer.text)[1])
    assert 'value="about 30"' in carer.text
    carer.send(f"/a/{address}/answers/send")
    assert held_rows(app) == []


def test_what_was_wrong_on_a_question_off_the_path_is_shown_too(app: Flask, carer: Respondent) -> None:
    to_the_hours(carer)
    carer.send(f"/a/{carer.address}/small.kind", answer=["day", "none"], whole="yes")
    assert carer.key == "small.kind"
    assert "Select either one of the answers that stand alone" in carer.text


def test_erasing_a_response_erases_what_it_held(app: Flask, carer: Respondent) -> None:
    to_the_hours(carer)
    carer.answer("about 30")
    with app.app_context():
        db.session.execute(text("DELETE FROM response"))
        db.session.commit()
    assert held_rows(app) == []
