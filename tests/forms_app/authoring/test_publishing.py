"""Publishing: each change has a meaning, an edition stays for good, and who is answering goes on with theirs."""

import json
import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.authoring.drafts import read_draft
from forms_app.authoring.editions import current_survey, editions_of
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import Response, Round
from surveys.library import load_library
from surveys.model.common import say
from tests.forms_app.authoring.test_editing import SAFE, SURVEY, drafted, saved
from tests.support.forms import fields_of
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, new_client, opened

PUBLISH = f"{SURVEY}/publish"
OTHER_WORDS = "How safe do you feel today?"


def reword(author: FlaskClient, words: str = OTHER_WORDS) -> None:
    """Change the wording of one question in the draft."""
    saved(author, SAFE, text=words)


def publish(author: FlaskClient, status: int = 303, **said: str) -> str:
    """Publish the draft; every change means the same unless `said` otherwise."""
    fields = {"meaning-safe.feel": "same", "note": "Plainer words", "rounds": "take"} | said
    answer = author.post(PUBLISH, data=fields_of(opened(author, PUBLISH)).to_dict() | fields)
    assert answer.status_code == status, answer.text
    if status != 303:
        check_page(answer.text)
    return answer.text


def asked_now(app: Flask) -> str:
    """The wording that a person who begins now is asked."""
    with app.app_context():
        found = current_survey("carer-short")
        assert found is not None
        return say(found.by_key["safe.feel"].text)


def test_an_edition_is_published_with_its_number_note_and_meaning(app: Flask, author: FlaskClient) -> None:
    reword(author)
    publish(author, **{"meaning-safe.feel": "changed"})
    with app.app_context():
        (edition,) = editions_of("carer-short")
        assert (edition.number, edition.note, str(edition.published_on)) == (1, "Plainer words", "2026-05-15")
        assert json.loads(edition.changes)["questions"] == {"safe.feel": "changed"}
        assert read_draft("carer-short") is None
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "survey-published")).one()
        assert json.loads(event.details) == {"survey": "carer-short", "number": 1}
    assert asked_now(app) == OTHER_WORDS


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"meaning-safe.feel": ""}, "Say whether it means the same"),
        ({"note": ""}, "Say in a few words"),
        ({"rounds": ""}, "open rounds"),
    ],
)
def test_nothing_is_published_without(app: Flask, author: FlaskClient, missing: dict[str, str], words: str) -> None:
    reword(author)
    assert words in publish(author, 422, **missing)
    with app.app_context():
        assert editions_of("carer-short") == []


def test_old_and_new_words_stand_side_by_side(author: FlaskClient) -> None:
    reword(author)
    page = opened(author, PUBLISH)
    assert "How safe do you feel?" in page
    assert "<ins>" in page
    assert "<del>" in page


def test_a_survey_with_a_fault_is_not_published_and_says_where(app: Flask, author: FlaskClient) -> None:
    saved(author, f"{SURVEY}/add?after=safe.feel", text="What else?", kind="one")
    answer = author.post(PUBLISH, data={"note": "x", "rounds": "take", "seen": "1"})
    assert "at least two answers" in opened(author, PUBLISH)
    assert answer.status_code in (409, 422)
    with app.app_context():
        assert editions_of("carer-short") == []


def test_a_draft_that_changed_under_the_page_is_shown_again(app: Flask, author: FlaskClient) -> None:
    reword(author)
    fields = fields_of(opened(author, PUBLISH)).to_dict() | {"meaning-safe.feel": "same", "note": "x", "rounds": "take"}
    reword(author, "Still other words?")
    answer = author.post(PUBLISH, data=fields)
    assert answer.status_code == 409
    assert "Still other words?" in answer.text
    with app.app_context():
        assert editions_of("carer-short") == []


def test_publishing_twice_publishes_once(app: Flask, author: FlaskClient) -> None:
    reword(author)
    fields = fields_of(opened(author, PUBLISH)).to_dict() | {"meaning-safe.feel": "same", "note": "x", "rounds": "take"}
    assert [author.post(PUBLISH, data=fields).status_code for _number in range(2)] == [303, 303]
    with app.app_context():
        assert len(editions_of("carer-short")) == 1


def begin(app: Flask) -> str:
    """Begin to answer in the open round; the address of the answers."""
    answer = new_client(app).post("/s/spring")
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_who_is_answering_goes_on_with_the_version_they_began(app: Flask, author: FlaskClient) -> None:
    address = begin(app)
    saved(author, f"{SURVEY}/questions/satisfaction.overall", text="Other words?")
    publish(author, **{"meaning-satisfaction.overall": "same"})
    before = say(load_library().surveys["carer-short"].by_key["satisfaction.overall"].text)
    assert before in new_client(app).get(address, follow_redirects=True).text
    assert "Other words?" in new_client(app).get(begin(app), follow_redirects=True).text


def test_open_rounds_ask_the_new_edition_or_go_on_with_the_old_one(app: Flask, author: FlaskClient) -> None:
    reword(author)
    publish(author, rounds="leave")
    begin(app)
    reword(author, "And now?")
    publish(author, rounds="take")
    begin(app)
    with app.app_context():
        versions = [response.version for response in db.session.scalars(select(Response).order_by(Response.response))]
        newest = editions_of("carer-short")[0].version
    assert sorted(versions, key=str) == sorted([load_library().surveys["carer-short"].version, newest], key=str)


def test_open_rounds_of_one_name_are_told_apart_by_their_providers(app: Flask, author: FlaskClient) -> None:
    add_provider(app, "south", "South Carers")
    with app.app_context():
        values = {"slug": "spring-south", "survey": "carer-short", "provider": "south", "title": "Spring"}
        db.session.add(Round(**values, opens_on=date(2026, 5, 1), languages="en"))
        db.session.commit()
    reword(author)
    assert re.search("Spring, [^;]+; Spring, South Carers", opened(author, PUBLISH))


def test_the_history_tells_what_changed_and_one_can_go_back(app: Flask, author: FlaskClient) -> None:
    reword(author)
    publish(author, **{"meaning-safe.feel": "changed"})
    saved(author, f"{SURVEY}/questions/voice.heard/remove")
    publish(author, note="Fewer questions")
    page = unescape(opened(author, f"{SURVEY}/editions"))
    assert "Plainer words" in page
    assert "Changed: the series breaks" in page
    assert "Removed questions" in page
    assert author.post(f"{SURVEY}/editions/1/again").status_code == 303
    assert "voice.heard" in drafted(app).by_key
    publish(author, note="Back again")
    with app.app_context():
        first, last = editions_of("carer-short")[2], editions_of("carer-short")[0]
        assert (last.number, last.version) == (3, first.version)


def test_going_back_never_throws_a_draft_away(app: Flask, author: FlaskClient) -> None:
    reword(author)
    publish(author)
    reword(author, "A third wording?")
    author.post(f"{SURVEY}/editions/0/again")
    assert say(drafted(app).by_key["safe.feel"].text) == "A third wording?"


def test_removed_questions_of_measures_are_named_before_publishing(author: FlaskClient) -> None:
    saved(author, f"{SURVEY}/questions/satisfaction.overall/remove")
    assert "Measures rest on questions that you remove" in opened(author, PUBLISH)


def test_translations_older_than_their_english_are_counted(author: FlaskClient) -> None:
    reword(author)
    page = opened(author, PUBLISH)
    assert "Translations are older than their English" in page
    assert "<bdi>Polski</bdi>: 1 text" in page


def test_a_key_is_never_given_to_another_question(app: Flask, author: FlaskClient) -> None:
    saved(author, f"{SURVEY}/add?after=safe.feel", text="What else?", kind="text")
    publish(author)
    saved(author, f"{SURVEY}/questions/feeling-safe.what-else/remove")
    publish(author)
    saved(author, f"{SURVEY}/add?after=safe.feel", text="What else?", kind="number")
    assert "feeling-safe.what-else-2" in drafted(app).by_key
