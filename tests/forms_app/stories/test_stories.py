import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.stories import Story
from forms_app.stories.standing import SCOPES
from tests.forms_app.stories.conftest import TYPED, stories, write
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened, signed_in


def approve(client: FlaskClient, path: str, version: int = 1, status: int = 302) -> None:
    assert client.post(f"{path}/approve", data={"version": str(version)}).status_code == status


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return [
            one.action for one in db.session.query(AuditEvent).order_by(AuditEvent.id) if one.action.startswith("story")
        ]


def test_a_story_is_approved_by_a_second_person(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker)
    assert "Waiting for approval" in opened(manager, path)
    approve(worker, path, status=403)
    assert stories(app)[0].approved_on is None
    approve(manager, path)
    story = stories(app)[0]
    assert (story.approved_on, story.outcomes) == (date(2026, 5, 15), "birmingham-hub:time-out")
    assert story.approved_by != story.written_by
    assert actions(app) == ["story-written", "story-seen", "story-approved"]


def test_a_manager_does_not_approve_their_own_words(app: Flask, manager: FlaskClient) -> None:
    path = write(manager)
    assert "someone else approves it" in opened(manager, path)
    approve(manager, path, status=403)
    assert stories(app)[0].approved_on is None
    approve(signed_in(app, "commissioner", None), path)
    assert stories(app)[0].approved_on is not None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"consent_reference": ""}, "Consent must be on file"),
        ({"consent_form": ""}, "Consent must be on file"),
        ({"consent_on-day": "", "consent_on-month": "", "consent_on-year": ""}, "Consent must be on file"),
        ({"consent_until-day": "14", "consent_until-month": "5", "consent_until-year": "2026"}, "Consent has run out"),
        ({"consent_scope": "printed"}, "Consent must include the website"),
        ({"says": "gender=male"}, "At least 10 people"),
        ({"says": ""}, "Say what the text tells of the person"),
    ],
)
def test_without_consent_or_enough_people_alike_it_is_not_approved(
    app: Flask, worker: FlaskClient, manager: FlaskClient, changed: dict[str, str], words: str
) -> None:
    path = write(worker, **changed)
    assert words in opened(manager, path)
    approve(manager, path)
    assert stories(app)[0].approved_on is None
    assert words in opened(manager, path)


def test_a_change_ends_the_approval(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker)
    approve(manager, path)
    version = str(stories(app)[0].version)
    assert worker.post(f"{path}/edit", data=TYPED | {"title": "Two breaks", "version": version}).status_code == 302
    story = stories(app)[0]
    assert (story.title, story.approved_on, story.approved_by) == ("Two breaks", None, None)


def test_what_was_not_read_is_not_approved(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker)
    worker.post(f"{path}/edit", data=TYPED | {"text": "Other words", "version": "1"})
    approve(manager, path, version=1)
    assert stories(app)[0].approved_on is None
    assert "changed since you opened it" in opened(manager, path)


def test_two_who_change_a_story_are_shown_both_texts(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker)
    worker.post(f"{path}/edit", data=TYPED | {"text": "The worker’s words", "version": "1"})
    answer = manager.post(f"{path}/edit", data=TYPED | {"text": "The manager’s words", "version": "1"})
    assert answer.status_code == 409
    check_page(answer.text)
    assert "The worker’s words" in answer.text
    assert "The manager’s words" in answer.text
    assert stories(app)[0].text == "The worker’s words"


def test_a_withdrawn_story_stays_withdrawn(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker)
    approve(manager, path)
    for _ in range(2):
        assert worker.post(f"{path}/withdraw").status_code == 302
    assert stories(app)[0].withdrawn_on == date(2026, 5, 15)
    assert actions(app)[-1] == "story-withdrawn"
    assert actions(app).count("story-withdrawn") == 1
    assert worker.get(f"{path}/edit").status_code == 404
    page = opened(worker, path)
    assert "Withdrawn" in page
    assert "Withdraw this story" not in page


def test_a_bad_form_says_what_to_do_and_keeps_what_was_typed(app: Flask, worker: FlaskClient) -> None:
    typed = {name: text for name, text in TYPED.items() if name != "outcomes"}
    typed |= {"person": "P99", "consent_on-month": "13", "says": "gender=martian"}
    answer = worker.post("/stories/new", data=typed)
    assert answer.status_code == 422
    check_page(answer.text)
    for words in (
        "Select at least one outcome",
        "no person with this reference",
        "must be a real date",
        "Choose answers from the list",
    ):
        assert words in answer.text
    assert "Now she goes swimming." in answer.text
    assert stories(app) == []


@pytest.mark.parametrize("field", ["title", "text", "consent_reference"])
def test_the_persons_name_is_kept_out(app: Flask, worker: FlaskClient, field: str) -> None:
    answer = worker.post("/stories/new", data=TYPED | {field: "About rosa hill, a carer"})
    assert answer.status_code == 422
    assert "Take out the person’s name" in answer.text
    assert stories(app) == []


def test_sent_twice_a_story_is_written_once(app: Flask, worker: FlaskClient) -> None:
    assert write(worker) == write(worker)
    assert len(stories(app)) == 1


def test_another_providers_story_is_not_found_and_the_councils_people_see_no_reference(
    app: Flask, worker: FlaskClient
) -> None:
    path = write(worker)
    add_provider(app, "south", "South Carers")
    south = signed_in(app, "provider_manager", "south")
    for page in ("", "/edit"):
        assert south.get(path + page).status_code == 404
    for action in ("approve", "withdraw"):
        assert south.post(f"{path}/{action}", data={"version": "1"}).status_code == 404
    assert "A break at last" not in opened(south, "/stories")
    commissioner = signed_in(app, "commissioner", None)
    assert "A break at last" in opened(commissioner, "/stories")
    assert "P1" not in opened(commissioner, path)
    assert commissioner.get("/stories/new").status_code == 403


def test_a_story_whose_consent_ran_out_says_so(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker)
    approve(manager, path)
    with app.app_context():
        db.session.query(Story).update({"consent_until": date(2026, 5, 14)})
        db.session.commit()
    assert "Consent run out" in opened(manager, "/stories")


def test_what_is_on_file_can_be_changed_from_its_page(worker: FlaskClient) -> None:
    page = opened(worker, write(worker) + "/edit")
    assert 'value="birmingham-hub:time-out" checked' in page
    assert "file 2026-14" in page


def test_the_form_offers_every_reach_and_what_is_on_record_before_the_lists(worker: FlaskClient) -> None:
    nobody, someone = opened(worker, "/stories/new"), opened(worker, "/stories/new?person=P2")
    for page in (nobody, someone):
        assert set(SCOPES) <= set(re.findall(r'name="consent_scope"[^>]*value="(\w+)"', page))
        assert "Fewer than 10 can’t be published" in page
        assert 'value="none"' in page
    assert 'value="gender=female"' in someone
    assert [len(re.findall(r"<details[^>]* open", page)) for page in (nobody, someone)] == [1, 0]
