import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveys.model.survey import Survey
from tests.forms_app.respond.conftest import Respondent, responses, rows_of


def test_starting_fixes_the_response_and_freezes_the_survey(app: Flask, carer: Respondent) -> None:
    carer.begin()
    assert carer.key == "small.break"
    (response,) = responses(app)
    assert re.fullmatch(r"[0-9a-f]{32}", response.response)
    assert (response.survey, response.provider, response.channel, response.language) == ("tiny", "hub", "web", "en")
    assert len(response.version) == 64
    assert response.submitted_on is None


def test_the_key_in_the_address_is_128_bits_and_only_its_hash_is_stored(app: Flask, carer: Respondent) -> None:
    carer.begin()
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", carer.address)
    (response,) = responses(app)
    assert carer.address not in str(vars(response))


def test_every_kind_of_answer_is_stored_as_the_import_file_would_hold_it(app: Flask, carer: Respondent) -> None:
    carer.begin()
    for values in (["yes"], ["sitter", "day"], ["The quiet.\r\nThe tea."], ["35"], ["7"], ["safe"]):
        carer.answer(*values)
    assert carer.at.endswith("/answers/check")
    assert rows_of(app) == {
        ("small.break", ""): ("yes", None, None),
        ("small.kind", "day"): ("day", None, None),
        ("small.kind", "sitter"): ("sitter", None, None),
        ("small.more", ""): (None, None, "The quiet.\nThe tea."),
        ("small.hours", ""): (None, 35, None),
        ("small.happy", ""): (None, 7, None),
        ("small.safe", ""): ("safe", None, None),
    }


def test_free_text_is_encrypted_in_the_database(app: Flask, carer: Respondent) -> None:
    from forms_app.database import db

    carer.begin()
    carer.answer("yes")
    carer.answer()
    carer.answer("Quiet at last")
    with app.app_context():
        stored = db.session.execute(db.text("SELECT text FROM answer WHERE question = 'small.more'")).scalar_one()
    assert "Quiet" not in stored


def test_passing_over_a_question_is_remembered(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer()
    assert carer.key == "small.kind"
    assert rows_of(app) == {("small.break", ""): (None, None, None)}


def test_an_answer_can_be_seen_again_on_the_way_back(carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    carer.answer("day")
    carer.answer("<script>alert(1)</script>")
    carer.answer(go="back")
    assert "<script>alert(1)</script></textarea>" in carer.text
    carer.answer("<script>alert(1)</script>", go="back")
    assert re.search(r'value="day" checked', carer.text)
    assert not re.search(r'value="sitter" checked', carer.text)


def test_progress_shrinks_when_questions_fall_away(carer: Respondent) -> None:
    carer.begin()
    assert "Question 1 of about 6. About 3 minutes left." in carer.text
    carer.answer("no")
    assert carer.key == "small.hours"
    assert "Question 2 of about 4. About 2 minutes left." in carer.text


def test_changing_an_answer_reroutes_and_keeps_what_was_answered(app: Flask, carer: Respondent) -> None:
    first = carer.begin()
    for values in (["yes"], ["day"], ["Quiet"], ["35"]):
        carer.answer(*values)
    carer.open(first)
    carer.answer("no")
    assert carer.key == "small.hours"
    carer.answer("36")
    assert carer.key == "small.happy"
    assert rows_of(app)["small.more", ""] == (None, None, "Quiet")


def test_an_answer_to_a_question_that_fell_off_the_path_is_kept(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("no")
    carer.send(f"/a/{carer.address}/small.more", answer="Typed in another tab", whole="yes")
    assert carer.key == "small.hours"
    assert rows_of(app)["small.more", ""] == (None, None, "Typed in another tab")


def test_a_question_ahead_of_the_path_leads_to_the_next_one(carer: Respondent) -> None:
    carer.begin()
    carer.open(f"/a/{carer.address}/small.safe")
    assert carer.key == "small.break"


@pytest.mark.parametrize(
    ("before", "values", "message"),
    [
        ([], ["maybe"], "Select your answer from those on this page"),
        ([], ["yes", "no"], "Select one answer only"),
        ([["yes"]], ["day", "none"], "Select either one of the answers that stand alone, or any of the others"),
        ([["no"]], ["lots"], "Enter a whole number, like 7"),
        ([["no"]], ["169"], "Enter a number from 0 to 168"),
        ([["no"]], ["9" * 5000], "Enter a whole number"),
        ([["no"], ["1"]], ["11"], "Enter a number from 0 to 10"),
    ],
)
def test_an_answer_that_cannot_stand_is_explained_and_not_stored(
    app: Flask, carer: Respondent, before: list[list[str]], values: list[str], message: str
) -> None:
    carer.begin()
    for earlier in before:
        carer.answer(*earlier)
    stored = rows_of(app)
    carer.answer(*values)
    assert carer.page.status_code == 200
    assert carer.text.count(message) == 2
    assert "<title>Error: " in carer.text
    assert 'href="#answer"' in carer.text
    assert rows_of(app) == stored


def test_a_wrong_number_stays_in_its_box(carer: Respondent) -> None:
    carer.begin()
    carer.answer("no")
    carer.answer("about 30")
    assert 'value="about 30"' in carer.text


def test_a_text_that_is_too_long_stays_on_the_page(carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    carer.answer()
    long = "a very long story " * 40
    carer.answer(long)
    assert long.strip() in carer.text
    assert "Make it 50 or fewer" in carer.text


def test_help_comes_at_once_and_then_the_survey_goes_on(app: Flask, carer: Respondent) -> None:
    carer.begin()
    for values in (["no"], ["1"], ["prefer-not-to-say"]):
        carer.answer(*values)
    assert "Staff who run this survey can read the next answer." in carer.text
    carer.answer("unsafe")
    assert carer.at.endswith("/small.safe/help")
    assert "Help is there" in carer.text
    assert "Exit this page quickly" in carer.text
    assert '<a class="govuk-link app-call" dir="ltr" href="tel:116123">116 123</a>' in carer.text
    # The address of the answers reaches no other site; with no-referrer, older phones could not change the language here.
    assert carer.page.headers["Referrer-Policy"] == "same-origin"
    assert rows_of(app)["small.safe", ""] == ("unsafe", None, None)
    going_on = re.search(r'class="govuk-button" href="([^"]+)"', carer.text)
    assert carer.open(going_on[1]).endswith("/answers/check")


def test_an_answer_that_means_no_danger_brings_no_help_page(carer: Respondent) -> None:
    carer.begin()
    for values in (["no"], ["1"], ["3"], ["safe"]):
        carer.answer(*values)
    assert carer.at.endswith("/answers/check")


def test_unknown_addresses_and_questions_are_not_found(carer: Respondent) -> None:
    carer.begin()
    for url in (
        "/s/winter",
        "/s/winter/qr.svg",
        "/a/nobody",
        "/a/nobody/small.break",
        "/i/nobody",
        f"/a/{carer.address}/no.such",
    ):
        carer.open(url)
        assert carer.page.status_code == 404, url


def test_a_post_from_another_site_is_refused_and_stores_nothing(app: Flask, carer: Respondent, client: FlaskClient) -> None:
    carer.begin()
    url = carer.at
    refused = client.post(url, data={"answer": "yes", "whole": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert rows_of(app) == {}


def test_an_older_browser_that_sends_only_its_origin_can_answer(app: Flask) -> None:
    older = Respondent(app.test_client())
    older.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    older.begin()
    # With no-referrer on this page, such a browser would call its origin "null" and be refused.
    assert older.page.headers["Referrer-Policy"] == "same-origin"
    older.answer("yes")
    assert older.key == "small.kind"


def test_nothing_typed_is_logged(app: Flask, carer: Respondent, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
        carer.begin()
        carer.answer("yes")
        carer.answer("gibberish-code")
        carer.answer("day")
        carer.answer("My neighbour Zebedee " * 10)
        carer.answer("Zebedee helped")
    assert "Zebedee" not in caplog.text
    assert "gibberish-code" not in caplog.text


def test_the_survey_stays_as_it_was_when_the_respondent_began(app: Flask, carer: Respondent) -> None:
    carer.begin()
    library = app.extensions["library"]
    tiny = library.surveys["tiny"]
    module = tiny.modules[0]
    changed = module.questions[0].model_copy(update={"text": "A new wording?"})
    new_module = module.model_copy(update={"questions": [changed, *module.questions[1:]]})
    library.surveys["tiny"] = Survey(**{**tiny.model_dump(), "modules": [new_module]})
    try:
        carer.open(f"/a/{carer.address}")
        assert "Did you have a break?" in carer.text
        another = Respondent(carer.client)
        another.begin()
        assert "A new wording?" in another.text
    finally:
        library.surveys["tiny"] = tiny
    assert len({response.version for response in responses(app)}) == 2
