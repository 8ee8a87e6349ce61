import re

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.responses import Round
from tests.forms_app.respond.conftest import Respondent, responses, rows_of

STORED_YES = {("small.break", ""): ("yes", None, None)}


def test_back_saves_what_was_typed_and_leads_to_the_question_before(app: Flask, carer: Respondent) -> None:
    carer.begin()
    for values in (["yes"], ["day"]):
        carer.answer(*values)
    carer.answer("Half a thought", go="back")
    assert carer.key == "small.kind"
    assert rows_of(app)["small.more", ""] == (None, None, "Half a thought")


def test_back_from_an_empty_page_stores_nothing(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    carer.answer(go="back")
    assert carer.key == "small.break"
    assert rows_of(app) == STORED_YES


def test_back_keeps_what_can_be_kept_on_the_page_and_offers_to_leave_without_it(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("no")
    carer.answer("about 30", go="back")
    assert carer.key == "small.hours"
    assert 'value="about 30"' in carer.text
    assert "Enter a whole number, like 7" in carer.text
    carer.open(re.search(r'href="([^"]+)">Go back without it', carer.text)[1])
    assert carer.key == "small.break"
    assert ("small.hours", "") not in rows_of(app)


def test_back_from_a_change_leads_to_the_answers(app: Flask, carer: Respondent) -> None:
    carer.begin()
    for value in ("no", "35", "7", "safe"):
        carer.answer(value)
    carer.open(f"/a/{carer.address}/small.hours?change=yes")
    carer.answer("36", go="back")
    assert carer.at.endswith("/answers/check")
    assert rows_of(app)["small.hours", ""] == (None, 36, None)


def test_an_answer_that_may_mean_danger_brings_help_on_the_way_back_too(carer: Respondent) -> None:
    carer.begin()
    for value in ("no", "35", "7"):
        carer.answer(value)
    carer.answer("unsafe", go="back")
    assert "Help is there" in carer.text
    going_on = re.search(r'class="govuk-button" href="([^"]+)"', carer.text)
    carer.open(going_on[1])
    assert carer.key == "small.happy"


def test_the_first_question_has_no_way_back(carer: Respondent) -> None:
    carer.begin()
    assert 'value="back"' not in carer.text
    carer.answer("yes", go="back")
    assert carer.key == "small.kind"


def test_the_enter_key_continues_and_never_goes_back(carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    first = re.search(r"<button[^>]*>", carer.text)
    assert 'form="question"' in first[0]
    assert "name=" not in first[0]


def test_the_mark_of_a_whole_request_is_the_last_field(carer: Respondent) -> None:
    carer.begin()
    while not carer.at.endswith("/answers/check"):
        form = re.search(r'<form id="question".*?</form>', carer.page.text, re.DOTALL)[0]
        assert re.findall(r'name="([^"]+)"', form)[-1] == "whole"
        carer.answer()


@pytest.mark.parametrize("arrived", [{"answer": "no"}, {"answer": "no", "whol": "yes"}, {"answer": "no", "whole": "y"}, {}])
def test_half_a_request_is_shown_back_and_changes_nothing(app: Flask, carer: Respondent, arrived: dict[str, str]) -> None:
    carer.begin()
    url = carer.at
    carer.answer("yes")
    carer.send(url, **arrived)
    assert carer.page.status_code == 422
    assert "Only part of this page reached us" in carer.text
    assert f'value="{arrived.get("answer", "yes")}" checked' in carer.text
    assert rows_of(app) == STORED_YES


def test_half_a_text_is_shown_back(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    carer.answer()
    carer.send(carer.at, answer="It was a quiet mor")
    assert "It was a quiet mor</textarea>" in carer.text
    assert ("small.more", "") not in rows_of(app)


def test_another_language_saves_first_and_stays_on_the_question(app: Flask, carer: Respondent) -> None:
    with app.app_context():
        db.session.execute(db.update(Round).values(languages="en;pl"))
        db.session.commit()
    carer.begin()
    carer.answer("yes", go="language:pl")
    assert carer.key == "small.break"
    assert rows_of(app) == STORED_YES
    assert [one.language for one in responses(app)] == ["pl"]
    carer.answer(go="language:en")
    assert rows_of(app) == STORED_YES


def test_a_language_in_which_the_round_is_not_asked_is_not_taken(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes", go="language:xx")
    assert [one.language for one in responses(app)] == ["en"]
    assert rows_of(app) == STORED_YES
