import json

from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from tests.forms_app.themes.conftest import client_of, sorting, themes_of
from tests.support.staff import opened, signed_in

PAGE = "/manage/themes"


def test_a_manager_sorts_the_words_of_their_own_people_only(app: Flask, first: FlaskClient) -> None:
    assert "Words of other" not in opened(first, PAGE)
    first.post(PAGE, data=sorting(1, "r1", "breaks", "made-up") | sorting(2, "other", "breaks"))
    assert themes_of(app) == {("r1", "breaks")}
    assert signed_in(app, "commissioner", None).get(PAGE).status_code == 403


def test_none_of_these_fits_is_an_answer_too(app: Flask, first: FlaskClient) -> None:
    first.post(PAGE, data=sorting(1, "r1", "none-fits"))
    assert themes_of(app) == {("r1", "")}
    assert "2 of 3 answers have no theme yet" in opened(first, PAGE)
    assert "Words of r1" in opened(first, f"{PAGE}?theme=none-fits")
    first.post(PAGE, data=sorting(1, "r1", "none-fits", "mixed", before="none-fits"))
    assert themes_of(app) == {("r1", "mixed")}


def test_a_colleagues_theme_stays_beside_mine(app: Flask, first: FlaskClient) -> None:
    first.post(PAGE, data=sorting(1, "r1", "breaks"))
    first.post(PAGE, data=sorting(1, "r1", "mixed"))
    assert themes_of(app) == {("r1", "breaks"), ("r1", "mixed")}
    first.post(PAGE, data=sorting(1, "r1", "none-fits"))
    assert themes_of(app) == {("r1", "breaks"), ("r1", "mixed")}


def test_words_are_found_whatever_their_capitals_and_by_theme(app: Flask, first: FlaskClient) -> None:
    first.post(PAGE, data=sorting(1, "r2", "breaks"))
    assert "Words of r3" in opened(first, f"{PAGE}?words=OF+R3,+été")
    assert "Words of r1" not in opened(first, f"{PAGE}?words=OF+R3,+été")
    by_theme = opened(first, f"{PAGE}?theme=breaks")
    assert "Words of r2" in by_theme
    assert "Words of r1" not in by_theme
    assert "Words of r2" not in opened(first, f"{PAGE}?theme=none-yet")
    assert "No answer fits what you look for" in opened(first, f"{PAGE}?words=nothing+like+it")
    assert "Words of r1" not in opened(first, f"{PAGE}?round=9")


def test_the_words_that_are_looked_for_stand_in_no_address(app: Flask, first: FlaskClient) -> None:
    path = first.post(f"{PAGE}/find", data={"words": "OF R3, été", "theme": "none-yet", "question": ""}).location
    assert "R3" not in path
    assert "%C3%A9t" not in path
    page = opened(first, path)
    assert "Words of r3" in page
    assert "Words of r1" not in page
    assert 'value="OF R3, été"' in page
    saved = first.post(path, data=sorting(1, "r3", "breaks")).location
    assert "R3" not in saved
    assert "No answer fits what you look for" in opened(first, saved)
    assert first.post(f"{PAGE}/find", data={"words": ""}).location == PAGE


def test_the_log_says_who_sorted_but_not_what_was_written(app: Flask, first: FlaskClient) -> None:
    first.post(PAGE, data=sorting(1, "r1", "breaks"))
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="text-coded").one()
        assert json.loads(event.details) == {"response": "r1", "question": "one-thing.difference", "themes": "breaks"}


def test_reading_words_is_logged_once_a_page_without_the_words(app: Flask, first: FlaskClient) -> None:
    opened(first, PAGE)
    opened(first, f"{PAGE}?words=nothing+like+it")
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="words-read").one()
        assert event.provider == "north"
        said = {"page": "sort", "surveys": "carer", "questions": "one-thing.difference", "count": 3}
        assert json.loads(event.details) == said


def test_another_provider_cannot_sort_ours(app: Flask) -> None:
    client_of(app, "stranger", "south").post(PAGE, data=sorting(1, "r1", "breaks"))
    assert themes_of(app) == set()
