from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import AnswerRow, Response, Round, TextTheme
from tests.support.staff import add_provider, opened, signed_in

QUESTION = "one-thing.difference"


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """The manager of `north`, with one answer of each of two providers, and one that was never sent."""
    add_provider(app, "south", "South Carers")
    with app.app_context():
        for response, provider, submitted in (
            ("r1", "north", date(2026, 5, 1)), ("r2", "south", date(2026, 5, 2)), ("r3", "north", None)
        ):  # fmt: skip
            answer = AnswerRow(question=QUESTION, item="", text=f"Words of {response} <b>")
            db.session.add(
                Response(response=response, survey="carer", provider=provider, submitted_on=submitted, answers=[answer])
            )
        for number, provider in ((1, "north"), (2, "south")):
            db.session.add(
                Round(
                    id=number,
                    slug=f"round-{number}",
                    survey="carer",
                    provider=provider,
                    title=f"Spring {number}",
                    opens_on=date(2026, 5, 1),
                )
            )
        db.session.commit()
    return signed_in(app, "provider_manager")


def themes(app: Flask) -> set[tuple[str, str]]:
    with app.app_context():
        return {(one.response, one.theme) for one in db.session.query(TextTheme)}


def test_a_manager_sorts_the_words_of_their_own_people_only(app: Flask, manager: FlaskClient) -> None:
    page = opened(manager, "/manage/themes")
    assert "Words of r1 &lt;b&gt;" in page
    assert "Words of r2" not in page
    assert "Words of r3" not in page
    one = {"response-1": "r1", "question-1": QUESTION, "before-1": "", "theme-1": ["breaks", "mixed", "made-up"]}
    other = {"response-2": "r2", "question-2": QUESTION, "before-2": "", "theme-2": ["breaks"]}
    assert manager.post("/manage/themes", data=one | other).status_code == 302
    assert themes(app) == {("r1", "breaks"), ("r1", "mixed")}
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="text-coded").count() == 1
    assert "0 of 1 answers have no theme yet" in opened(manager, "/manage/themes")


def test_a_theme_that_a_colleague_ticked_meanwhile_stays(app: Flask, manager: FlaskClient) -> None:
    sent = {"response-1": "r1", "question-1": QUESTION, "before-1": ""}
    manager.post("/manage/themes", data=sent | {"theme-1": ["breaks"]})
    manager.post("/manage/themes", data=sent | {"theme-1": ["mixed"]})
    assert themes(app) == {("r1", "breaks"), ("r1", "mixed")}
    manager.post("/manage/themes", data=sent | {"before-1": "breaks;mixed", "theme-1": ["mixed"]})
    assert themes(app) == {("r1", "mixed")}


def test_a_commissioner_sees_no_persons_words(commissioner: FlaskClient) -> None:
    assert commissioner.get("/manage/themes").status_code == 403


def test_rounds_show_their_link_and_picture_to_their_own_people(
    app: Flask, manager: FlaskClient, commissioner: FlaskClient
) -> None:
    page = opened(manager, "/manage/rounds")
    assert "http://127.0.0.1:5000/s/round-1" in page
    assert "Spring 2" not in page
    picture = manager.get("/manage/rounds/1/qr.svg")
    assert picture.content_type == "image/svg+xml"
    assert "<svg" in picture.text
    assert manager.get("/manage/rounds/2/qr.svg").status_code == 404
    assert "Spring 2" in opened(commissioner, "/manage/rounds")
