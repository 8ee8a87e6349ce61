"""Forms of KoboToolbox and ODK: told row by row before anything is kept, then a draft like any other."""

import io
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyxform.xls2xform import convert
from sqlalchemy import func, select

from forms_app.authoring.drafts import read_draft
from forms_app.authoring.editions import all_surveys
from forms_app.database import db
from forms_app.models.editions import SurveyDraft
from surveys.library import load_library
from surveys.xlsform import read_form, read_sheets
from tests.support.forms import fields_of
from tests.support.house_rules import check_page
from tests.support.staff import opened

THEIRS = Path(__file__).parents[2] / "surveys" / "xlsform" / "forms_like_theirs"


def brought(author: FlaskClient, content: bytes, name: str, status: int = 200) -> str:
    """Send a file; the page that answers."""
    answer = author.post("/surveys/bring", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == status, answer.text
    check_page(answer.text)
    return unescape(answer.text)


def open_it(author: FlaskClient, page: str, status: int = 303, **typed: str) -> str:
    """Send the report page's form."""
    fields = fields_of(page).to_dict() | {"intro": "What it is for.", "respondent": "carer", "minutes": "5"} | typed
    answer = author.post("/surveys/bring/open", data=fields)
    assert answer.status_code == status, answer.text
    if status != 303:
        check_page(answer.text)
    return answer.text


def drafts(app: Flask) -> int:
    """How many drafts there are."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SurveyDraft)) or 0


def test_the_report_tells_what_becomes_of_each_row_before_anything_is_kept(app: Flask, author: FlaskClient) -> None:
    page = brought(author, (THEIRS / "household.md").read_bytes(), "household.md")
    assert "Where someone is, is never asked here." in page
    assert "survey, row 8" in page
    assert "Not carried over" in page
    assert drafts(app) == 0


def test_a_form_becomes_a_draft_that_can_be_published_and_asked(app: Flask, author: FlaskClient) -> None:
    page = author.post(
        "/surveys/bring", data={"file": (io.BytesIO((THEIRS / "household.md").read_bytes()), "household.md")}
    )
    open_it(author, page.text, name="household")
    opened(author, "/surveys/household")
    opened(author, "/surveys/household/preview")
    fields = fields_of(opened(author, "/surveys/household/publish")).to_dict() | {"note": "New"}
    assert author.post("/surveys/household/publish", data=fields).status_code == 303
    with app.app_context():
        survey = all_surveys()["household"]
        assert (survey.respondent, survey.minutes, survey.intro) == ("carer", 5, "What it is for.")
        assert read_draft("household") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "carer"}, "There is a survey of this name"),
        ({"name": "a b"}, "Use letters"),
        ({"name": "bring"}, "Use letters"),
        ({"intro": ""}, "Say what the survey is for"),
        ({"minutes": "0"}, "Minutes must be"),
        ({"respondent": ""}, "Select who answers"),
        ({"survey": "{"}, "did not arrive whole"),
    ],
)
def test_what_a_form_does_not_say_has_to_be_said(
    app: Flask, author: FlaskClient, typed: dict[str, str], words: str
) -> None:
    page = author.post("/surveys/bring", data={"file": (io.BytesIO((THEIRS / "service.md").read_bytes()), "service.md")})
    assert words in open_it(author, page.text, 422, **typed)
    assert drafts(app) == 0


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"", "form.xlsx", "Choose a file"), (b"nonsense", "form.xlsx", "damaged"), (b"x", "form.exe", "ends in .xlsx"),
     (b"x" * (2 * 1024 * 1024 + 1), "form.xlsx", "2 MB")],
    ids=["nothing", "nonsense", "another kind", "too large"],
)  # fmt: skip
def test_a_file_that_is_no_form_is_refused_beside_the_field(
    author: FlaskClient, content: bytes, name: str, words: str
) -> None:
    assert words in brought(author, content, name, 422)


@pytest.mark.parametrize("name", load_library().surveys)
def test_every_survey_can_be_taken_out_and_pyxform_takes_it(author: FlaskClient, name: str) -> None:
    answer = author.get(f"/surveys/{name}/form.xlsx")
    assert answer.status_code == 200
    convert(answer.data, validate=False, file_type=".xlsx", warnings=[])
    assert read_form(read_sheets(answer.data, "form.xlsx")).survey == load_library().surveys[name]


def test_a_survey_s_own_form_brought_back_is_the_draft_of_its_next_edition(app: Flask, author: FlaskClient) -> None:
    form = author.get("/surveys/carer-short/form.xlsx").data
    page = author.post("/surveys/bring", data={"file": (io.BytesIO(form), "carer-short.xlsx")}).text
    assert "Everything is carried over" in page
    assert "These questions are asked here already" in page
    open_it(author, page, intro="Other words.")
    with app.app_context():
        draft = read_draft("carer-short")
        assert draft is not None
        assert draft.survey.by_key == load_library().surveys["carer-short"].by_key
    assert "Publish" in opened(author, "/surveys/carer-short")
