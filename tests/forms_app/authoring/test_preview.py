"""A preview: the respondents' own pages, on the draft, with nothing stored."""

import json
import re

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forms_app.database import Base, db
from forms_app.frontend.build import BUILT
from surveys.library import load_library
from surveys.model.survey import Question
from tests.forms_app.authoring.test_editing import SAFE, SURVEY, saved
from tests.support.house_rules import check_page
from tests.support.staff import opened

PREVIEW = f"{SURVEY}/preview"


def step(author: FlaskClient, page: str, path: str = PREVIEW, status: int = 200, **typed: object) -> str:
    """Send the page's question form with an answer, as a browser would; the next page."""
    fields: dict[str, object] = {**carried(page), **typed}
    answer = author.post(path, data=fields)
    assert answer.status_code == status, answer.text
    check_page(answer.text)
    return answer.text


def carried(page: str) -> dict[str, str]:
    """The hidden fields that belong to the question form, wherever they stand."""

    document = html5lib.parse(page, namespaceHTMLElements=False)
    return {
        element.get("name", ""): element.get("value", "")
        for element in document.iter("input")
        if element.get("type") == "hidden" and element.get("name")
    }


def an_answer(question: Question) -> dict[str, object]:
    """An answer to a question of any kind."""
    if question.kind in ("one", "many"):
        return {"answer": question.codes()[0]}
    return {"answer": "words" if question.kind == "text" else str(question.at_least)}


def rows(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    with app.app_context():
        return {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


@pytest.mark.parametrize("name", load_library().surveys)
def test_every_survey_can_be_walked_through_and_nothing_is_stored(app: Flask, author: FlaskClient, name: str) -> None:
    path, survey = f"/surveys/{name}/preview", load_library().surveys[name]
    before = rows(app)
    page = step(author, opened(author, path), path)
    for _number in range(2 * len(survey.by_key)):
        at = carried(page)["at"]
        if at not in survey.by_key:
            break
        helped = "helped" in carried(page)
        page = step(author, page, path, **({} if helped else an_answer(survey.by_key[at])))
    assert "This is the end of the preview" in page
    assert rows(app) == before


def test_the_draft_is_shown_not_what_is_asked_now(author: FlaskClient) -> None:
    saved(author, SAFE, text="How safe do you feel today?")
    page = step(author, opened(author, PREVIEW))
    seen = [page]
    while "This is the end" not in page:
        page = step(author, page)
        seen.append(page)
    assert any("How safe do you feel today?" in one for one in seen)


def test_ways_work_and_back_leads_back_with_what_was_answered(author: FlaskClient) -> None:
    path = "/surveys/carer/preview"
    page = step(author, opened(author, path), path)
    while carried(page)["at"] != "breaks.requested":
        page = step(author, page, path)
    page = step(author, page, path, answer="no")
    assert carried(page)["at"] != "breaks.given"
    page = step(author, page, path, go="back")
    assert carried(page)["at"] == "breaks.requested"
    assert json.loads(carried(page)["answers"])["breaks.requested"]["codes"] == ["no"]
    assert 'value="no" checked' in page


def test_a_language_read_from_right_to_left_turns_the_page(author: FlaskClient) -> None:
    page = step(author, opened(author, PREVIEW))
    page = step(author, page, go="language:ur")
    assert 'lang="ur" dir="rtl"' in page
    page = step(author, page, answer="very-satisfied")
    assert 'lang="ur" dir="rtl"' in page
    assert 'lang="ur" dir="rtl"' in opened(author, f"{PREVIEW}?lang=ur")


def test_an_answer_that_cannot_stand_is_told_as_respondents_are_told(author: FlaskClient) -> None:
    page = step(author, opened(author, PREVIEW))
    assert "Select your answer from those on this page" in step(author, page, status=422, answer="nonsense")


def test_help_shows_after_an_answer_that_may_mean_danger(app: Flask, author: FlaskClient) -> None:
    page = step(author, opened(author, PREVIEW))
    while carried(page)["at"] != "safe.feel":
        page = step(author, page)
    before = rows(app)
    page = step(author, page, answer="not-at-all-safe")
    assert "Samaritans" in page
    page = step(author, page)
    assert carried(page)["at"] == "voice.heard"
    assert rows(app) == before


@pytest.mark.parametrize("broken", ["", "[]", "nonsense", '{"safe.feel": 1}', '{"safe.feel": {"codes": null}}'])
def test_a_page_whose_answers_were_damaged_begins_again(author: FlaskClient, broken: str) -> None:
    assert author.post(PREVIEW, data={"answers": broken, "at": ""}).status_code == 200


@pytest.mark.parametrize(
    "damaged", [{"number": "many"}, {"number": [1]}, {"codes": ["no-such"]}, {"codes": [], "text": {"a": 1}}]
)
def test_an_answer_changed_on_its_way_is_left_out_and_the_others_stay(
    author: FlaskClient, damaged: dict[str, object]
) -> None:
    asked = load_library().surveys["carer"].by_key
    scale, other = (next(key for key in asked if asked[key].kind == kind) for kind in ("scale", "one"))
    code = asked[other].codes()[0]
    empty = {"codes": [], "number": None, "text": None}
    answers = json.dumps({scale: empty | damaged, other: empty | {"codes": [code]}})
    for at in ("", scale, "check"):
        answer = author.post("/surveys/carer/preview", data={"answers": answers, "at": at, "go": "back"})
        assert answer.status_code == 200
        kept = json.loads(carried(answer.text)["answers"])
        assert scale not in kept
        assert kept[other]["codes"] == [code]


def test_the_pages_cannot_be_framed_by_others(author: FlaskClient) -> None:
    assert "frame-ancestors 'none'" in author.get(PREVIEW).headers["Content-Security-Policy"]


def test_a_preview_has_the_width_of_a_phone_and_reads_as_a_respondents_page(app: Flask, author: FlaskClient) -> None:
    page = opened(author, PREVIEW)
    assert "Your organisation asks these questions together with" in page
    frames = [page, step(author, page)]
    assert all(re.search(r'rel="stylesheet" href="[^"]*/preview\.css', one) for one in frames)
    assert "width: 390px" in (BUILT / "preview.css").read_text()
