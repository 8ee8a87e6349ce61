"""A story is written from a review, or from what someone wrote in a survey; an anonymous answer is tied to nobody."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import Base, db
from forms_app.models.casework import FormDraft
from forms_app.models.records import Goal, GoalReview, Person, Review
from forms_app.models.responses import AnswerRow, Invitation, Response, Round
from tests.forms_app.stories.conftest import TYPED, stories
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened, signed_in

QUESTION = "one-thing.difference"
WORDS = "Four hours of sitting changed my week."
DAY = date(2026, 4, 10)


@pytest.fixture
def review(app: Flask) -> str:
    """Rosa's second review: her time out went from 2 to 4. The address of the page that begins a story from it."""
    whose = {"provider": "north", "person": "P1"}
    with app.app_context():
        person = db.session.get_one(Person, ("north", "P1"))
        person.gender, person.carer_groups, person.birth_year = "female", "working;dementia", 1950
        goal = {"outcome": "birmingham-hub:time-out", "agreed_on": DAY, "words": "Rosa wants to swim"}
        db.session.add(Goal(goal="g1", baseline=2, **goal, **whose))
        db.session.add(Review(review="r1", reviewed_on=DAY, notes="Rosa is well", **whose))
        db.session.flush()
        db.session.add(GoalReview(provider="north", review="r1", goal="g1", score=4, achieved="partly"))
        db.session.commit()
    return "/stories/new?review=r1"


def test_the_persons_page_leads_from_a_past_review_to_a_story(worker: FlaskClient, review: str) -> None:
    link = re.search(r'<a [^>]*href="([^"]*)"[^>]*>This would make a good story', opened(worker, "/person/P1"))
    assert link
    assert link[1] == review


@pytest.fixture
def comment(app: Flask) -> str:
    """What someone wrote in an anonymous round. The address of the page that begins a quote from it."""
    return _comment(app, anonymous=True)


def _comment(app: Flask, *, anonymous: bool) -> str:
    with app.app_context():
        asked = {"survey": "carer-short", "provider": "north", "title": "Spring", "opens_on": date(2026, 4, 1)}
        db.session.add(Round(id=1, slug="spring", anonymous=anonymous, **asked))
        db.session.flush()
        words = AnswerRow(question=QUESTION, item="", text=WORDS)
        sent = {"survey": "carer-short", "provider": "north", "submitted_on": DAY, "channel": "web"}
        db.session.add(Response(response="secret-response", round_id=1, answers=[words], **sent))
        db.session.flush()
        used = None if anonymous else "secret-response"
        db.session.add(Invitation(round_id=1, person="P1", channel="email", state="used", response=used))
        db.session.commit()
    return f"/stories/new?kind=quote&response=secret-response&question={QUESTION}"


def text_on(page: str) -> str:
    found = re.search(r'<textarea[^>]*id="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return unescape(found[1])


def test_from_a_review_the_person_outcomes_and_change_are_there_and_no_name(worker: FlaskClient, review: str) -> None:
    page = opened(worker, review)
    assert 'value="P1"' in page
    assert 'value="birmingham-hub:time-out" checked' in page
    assert "2 of 5 before, 4 of 5 now" in text_on(page)
    for suggestion in ("gender=female", "carer_groups=working", "carer_groups=dementia", "age_group=65_and_over"):
        assert f'value="{suggestion}"' in page
        assert f'value="{suggestion}" checked' not in page
    assert "Rosa" not in page


def test_a_story_keeps_the_review_it_was_written_from(app: Flask, worker: FlaskClient, review: str) -> None:
    answer = worker.post(review, data=TYPED | {"once": "b" * 32, "says": ["gender=female", "carer_groups=working"]})
    assert answer.status_code == 302, answer.text
    (story,) = stories(app)
    assert (story.from_review, story.person) == ("r1", "P1")
    assert story.attributes == '{"carer_groups": "working", "gender": "female", "role": "carer"}'
    assert story.sharing_attributes == 1
    assert "Gender: Female" in opened(worker, answer.location)


@pytest.mark.parametrize(
    "address", ["review=r9", "review=r9%00", "response=x&question=y", f"response=x%00&question={QUESTION}"]
)
def test_from_nothing_of_ours_no_story_is_begun(manager: FlaskClient, address: str) -> None:
    assert manager.get(f"/stories/new?{address}").status_code == 404


def test_what_people_wrote_becomes_a_quote_for_managers_alone(app: Flask, manager: FlaskClient, comment: str) -> None:
    assert comment.split("&question")[0] in unescape(opened(manager, "/manage/themes"))
    page = opened(manager, comment)
    assert text_on(page) == WORDS
    assert "did not ask whether they may be quoted" in page
    assert signed_in(app, "support_worker").get(comment).status_code == 403
    add_provider(app, "south", "South Carers")
    assert signed_in(app, "provider_manager", "south").get(comment).status_code == 404


def test_an_anonymous_answer_is_tied_to_nobody(app: Flask, manager: FlaskClient, comment: str) -> None:
    typed = TYPED | {"once": "c" * 32, "kind": "quote", "text": WORDS}
    refused = manager.post(comment, data=typed)
    assert refused.status_code == 422
    check_page(refused.text)
    assert "leave the reference empty" in refused.text
    assert stories(app) == []
    assert manager.post(comment, data=typed | {"person": ""}).status_code == 302
    (story,) = stories(app)
    assert (story.person, story.from_response, story.from_question) == (None, None, QUESTION)
    # Nor by changing it afterwards.
    answer = manager.post("/stories/1/edit", data=typed | {"person": "P1", "version": str(story.version)})
    assert answer.status_code == 422
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            if table.name not in ("response", "answer"):
                assert "secret-response" not in repr(db.session.execute(select(table)).all()), table.name


def test_words_sent_with_a_name_keep_whose_they_are(app: Flask, manager: FlaskClient) -> None:
    address = _comment(app, anonymous=False)
    assert 'value="P1"' in opened(manager, address)
    assert manager.post(address, data=TYPED | {"once": "d" * 32, "kind": "quote", "text": WORDS}).status_code == 302
    (story,) = stories(app)
    assert (story.person, story.from_response) == ("P1", "secret-response")


def test_what_is_typed_keeps_itself_until_it_is_saved(app: Flask, worker: FlaskClient, review: str) -> None:
    page = opened(worker, review)
    marks = {name: _hidden(page, name) for name in ("once", "draft_page", "draft_seen")}
    kept = worker.post("/drafts/story/review-r1", data=TYPED | marks | {"text": "Half a sentence", "draft_number": "1"})
    assert kept.status_code < 400, kept.text
    assert text_on(opened(worker, review)) == "Half a sentence"
    assert worker.post(review, data=TYPED | marks).status_code == 302
    with app.app_context():
        assert db.session.query(FormDraft).count() == 0


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]
