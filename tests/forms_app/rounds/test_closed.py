"""Once a round has closed nobody is written to about it; an invitation that holds someone's answers stays."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.responses import Asked, Invitation, Response
from forms_app.models.work import Job, Message
from tests.forms_app.rounds.conftest import add_list, add_person, add_round, invitations, posted
from tests.support.staff import opened

ONE = "name,email\nAnn Lee,ann@example.org\n"
DAY_AFTER = date(2026, 7, 1)


@pytest.fixture
def closed(app: Flask, manager: FlaskClient) -> int:
    """A round whose last day was yesterday, with someone who was not written to."""
    number = add_round(app)
    add_list(manager, number, ONE)
    app.config["TODAY"] = DAY_AFTER
    return number


def test_nobody_is_written_to_or_counted_as_asked(app: Flask, manager: FlaskClient, closed: int) -> None:
    page = posted(manager, f"/manage/rounds/{closed}/send", 409)
    assert "The round is over" in page
    assert manager.get(f"/manage/rounds/{closed}/send").status_code == 409
    with app.app_context():
        assert db.session.query(Message).count() == db.session.query(Asked).count() == 0


def test_no_letters_are_made(app: Flask, manager: FlaskClient, closed: int) -> None:
    posted(manager, f"/manage/rounds/{closed}/letters", 409)
    with app.app_context():
        assert db.session.query(Job).count() == 0


def test_nobody_else_is_picked(app: Flask, manager: FlaskClient, closed: int) -> None:
    add_person(app, "P1", email="amina@example.org")
    posted(manager, f"/manage/rounds/{closed}/people", 409, person="P1")
    assert len(invitations(app)) == 1


def test_its_page_offers_none_of_that(app: Flask, manager: FlaskClient, closed: int) -> None:
    page = opened(manager, f"/manage/rounds/{closed}")
    assert "nobody else can be invited" in page
    assert f"/manage/rounds/{closed}/send" not in page


def test_someone_whose_answers_are_here_is_not_taken_out(app: Flask, manager: FlaskClient) -> None:
    number = add_round(app, anonymous=False)
    with app.app_context():
        answers = Response(response="r1", survey="carer-short", provider="north", round_id=number)
        on_paper = Invitation(round_id=number, person="P1", channel="paper", state="sent", response="r1")
        db.session.add_all([answers, on_paper])
        db.session.commit()
        path = f"/manage/rounds/{number}/invitations/{on_paper.id}"
    posted(manager, path, 404, action="remove")
    assert [one.response for one in invitations(app)] == ["r1"]
