"""What nobody agreed to be told of stays with the provider, and a title or a reference holds one line."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.stories.conftest import TYPED, stories, write
from tests.support.staff import opened, signed_in

NO_CONSENT = {
    "consent_reference": "",
    "consent_form": "",
    "consent_on-day": "",
    "consent_on-month": "",
    "consent_on-year": "",
}


@pytest.fixture
def council(app: Flask) -> FlaskClient:
    """A commissioner, who may approve stories but sees no person's record."""
    return signed_in(app, "commissioner", None)


@pytest.mark.parametrize(
    "missing", [NO_CONSENT, {"consent_scope": "training"}, {"says": ""}], ids=["consent", "reach", "says"]
)
def test_the_council_reads_no_story_before_it_has_all_it_needs(
    app: Flask, worker: FlaskClient, council: FlaskClient, missing: dict[str, str]
) -> None:
    path = write(worker, **missing)
    assert council.get(path).status_code == 404
    assert "A break at last" not in opened(council, "/stories")
    for action in ("approve", "clear", "withdraw"):
        assert council.post(f"{path}/{action}", data={"version": "1"}).status_code == 404
    assert (stories(app)[0].withdrawn_on, stories(app)[0].version) == (None, 1)
    worker.post(f"{path}/edit", data=TYPED | {"version": "1"})
    assert "She had not been out" in opened(council, path)


def test_the_council_reads_no_story_that_was_withdrawn_before_it_was_approved(
    worker: FlaskClient, manager: FlaskClient, council: FlaskClient
) -> None:
    path = write(worker)
    assert council.get(path).status_code == 200
    worker.post(f"{path}/withdraw")
    assert council.get(path).status_code == 404
    assert "A break at last" in opened(manager, "/stories")


NAMED = ["Rosa was tired.", "She met Ana’s friends.", "Then R o s a went out."]


@pytest.mark.parametrize("text", NAMED, ids=["herself", "cared-for", "spelt-out"])
@pytest.mark.parametrize("field", ["title", "text"])
def test_the_council_reads_no_story_that_names_the_person_before_it_is_approved(
    app: Flask, worker: FlaskClient, manager: FlaskClient, council: FlaskClient, text: str, field: str
) -> None:
    path = write(worker, **{field: text})
    whole = TYPED | {field: text}
    assert council.get(path).status_code == 404
    assert whole["title"] not in opened(council, "/stories")
    assert council.post(f"{path}/clear", data={"version": "1", "clear": "own-name:rosa"}).status_code == 404
    assert "Waiting for approval" in opened(manager, "/stories")
    worker.post(f"{path}/edit", data=TYPED | {"version": "1", "text": "She was tired."})
    assert "She was tired." in opened(council, path)


def test_a_story_with_a_first_name_to_which_consent_was_given_is_read_by_the_council(
    worker: FlaskClient, council: FlaskClient
) -> None:
    path = write(worker, text="Rosa was tired.", consent_name="first_name")
    assert "was tired." in opened(council, path)


def test_letters_that_a_second_person_cleared_are_no_name(
    worker: FlaskClient, manager: FlaskClient, council: FlaskClient
) -> None:
    path = write(worker, text="Then R o s a went out.")
    manager.post(f"{path}/clear", data={"version": "1", "clear": ["spelt-out:r o s a"]})
    assert "Then" in opened(council, path)


def test_a_title_and_a_reference_hold_one_line(app: Flask, worker: FlaskClient) -> None:
    write(worker, title="A break\r\n---\r\nconsent: none", consent_reference="file\r\n---\r\n14")
    (story,) = stories(app)
    assert (story.title, story.consent_reference) == ("A break --- consent: none", "file --- 14")


@pytest.mark.parametrize("name", ["Rosa\nHill", "Ro\u200bsa  Hill", "Rosa\u00a0Hi\u00adll", "Ｒｏｓａ Hill"])
def test_the_persons_name_is_refused_however_it_is_written(worker: FlaskClient, name: str) -> None:
    for field in ("title", "text"):
        answer = worker.post("/stories/new", data=TYPED | {"once": "b" * 32, field: f"then {name} went out"})
        assert answer.status_code == 422
        assert "Take out the person" in answer.text


def test_neither_an_old_tab_nor_whoever_changed_it_approves(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker)
    old_tab = {"version": "1"}
    worker.post(f"{path}/edit", data=TYPED | {"version": "1", "text": "Something else altogether."})
    manager.post(f"{path}/approve", data=old_tab)
    assert stories(app)[0].approved_on is None
    manager.post(f"{path}/edit", data=TYPED | {"version": "2"})
    assert manager.post(f"{path}/approve", data={"version": "3"}).status_code == 403
    assert stories(app)[0].approved_on is None
