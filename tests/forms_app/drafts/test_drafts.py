"""A form is kept as it is typed: by user, encrypted, until it is saved for good. The form here is that of a review."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from forms_app.database import db
from forms_app.drafts.keeping import LONGEST, MOST_FIELDS
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import FormDraft
from tests.forms_app.casework.conftest import add_goal, add_person, hidden, rows
from tests.forms_app.casework.conftest import app as app
from tests.forms_app.casework.conftest import definitions as definitions
from tests.forms_app.casework.conftest import worker as worker
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, add_staff, new_client, sign_in, signed_in

FORM, SAVE, AGAIN = "/person/P1/review", "/drafts/review/P1", "/drafts-thrown-away/review/P1"
WORDS = "He slept, and I sat in the garden."


@pytest.fixture
def person(app: Flask) -> None:
    add_person(app, name="Ada Example")
    add_goal(app, "g1", "town:health")


def colleague(app: Flask) -> FlaskClient:
    """Another worker of the same provider."""
    client = new_client(app)
    sign_in(client, add_staff(app, email="alex@north.example"))
    return client


def drafts(app: Flask) -> int:
    return int(rows(app, select(func.count()).select_from(FormDraft))[0][0])


@pytest.mark.usefixtures("person")
def test_what_is_typed_is_there_when_the_form_is_opened_again(worker: FlaskClient) -> None:
    sent = hidden(worker.get(FORM).text) | {"notes": WORDS, "present": ["carer", "advocate"], "draft_number": "5"}
    answer = worker.post(SAVE, data=sent)
    assert answer.status_code == 200
    assert answer.json["words"].startswith("Saved ")
    html = worker.get(FORM).text
    check_page(html)
    assert WORDS in html
    assert html.count(" checked") == 2
    assert "You began this on" in html
    assert hidden(html)["review"] == sent["review"]


@pytest.mark.usefixtures("person")
def test_a_draft_is_not_in_the_database_in_plain_words(app: Flask, worker: FlaskClient) -> None:
    worker.post(SAVE, data=hidden(worker.get(FORM).text) | {"notes": WORDS})
    with app.app_context():
        (kept,) = db.session.execute(text("select typed from form_draft")).one()
    assert "garden" not in kept


@pytest.mark.usefixtures("person")
def test_a_draft_is_its_writers_own_and_colleagues_are_told_of_it(app: Flask, worker: FlaskClient) -> None:
    worker.post(SAVE, data=hidden(worker.get(FORM).text) | {"notes": WORDS})
    other = colleague(app)
    for page in (FORM, "/person/P1"):
        html = other.get(page).text
        check_page(html)
        assert WORDS not in html
        assert "Sam Support Worker has been writing" in html
    other.post(SAVE, data=hidden(other.get(FORM).text) | {"notes": "Mine"})
    other.post(AGAIN)
    assert WORDS in worker.get(FORM).text


@pytest.mark.usefixtures("person")
def test_who_began_the_same_form_meanwhile_is_named_at_the_next_save(app: Flask, worker: FlaskClient) -> None:
    mine, theirs = hidden(worker.get(FORM).text), colleague(app)
    assert "too" not in worker.post(SAVE, data=mine | {"notes": WORDS}).json["words"]
    theirs.post(SAVE, data=hidden(theirs.get(FORM).text) | {"notes": "Mine"})
    assert worker.post(SAVE, data=mine | {"notes": f"{WORDS} More."}).json["words"].endswith("is writing this too.")


def test_a_form_about_something_new_is_nobody_elses(app: Flask, worker: FlaskClient) -> None:
    form, save = "/record/activity", "/drafts/activity/new"
    theirs = colleague(app)
    theirs.post(save, data=hidden(theirs.get(form).text) | {"title": "Tea"})
    html = worker.get(form).text
    assert "writing this too" not in html
    assert worker.post(save, data=hidden(html) | {"title": "Walk"}).json["words"].startswith("Saved ")
    assert "too" not in worker.post(save, data=hidden(html) | {"title": "A walk"}).json["words"]


@pytest.mark.usefixtures("person")
def test_the_persons_page_leads_back_to_what_is_unfinished(worker: FlaskClient) -> None:
    worker.post(SAVE, data=hidden(worker.get(FORM).text) | {"notes": WORDS})
    html = worker.get("/person/P1").text
    check_page(html)
    assert "which is not saved for good yet: review." in html


@pytest.mark.usefixtures("person")
def test_starting_again_throws_the_draft_away(app: Flask, worker: FlaskClient) -> None:
    worker.post(SAVE, data=hidden(worker.get(FORM).text) | {"notes": WORDS})
    html = worker.post(AGAIN, follow_redirects=True).text
    check_page(html)
    assert WORDS not in html
    assert drafts(app) == 0


@pytest.mark.usefixtures("person")
def test_without_scripts_a_button_saves_and_leads_back_to_the_person(worker: FlaskClient) -> None:
    html = worker.get(FORM).text
    assert f'formaction="{SAVE}"' in html
    answer = worker.post(SAVE, data=hidden(html) | {"notes": WORDS, "draft": "later"})
    assert (answer.status_code, answer.location) == (303, "/person/P1")
    assert "It is not finished" in worker.get("/person/P1").text
    assert WORDS in worker.get(FORM).text


@pytest.mark.usefixtures("person")
def test_a_save_that_was_overtaken_on_its_way_changes_nothing(worker: FlaskClient) -> None:
    page = hidden(worker.get(FORM).text)
    for number, words in ((5, "first"), (9, "the newest"), (7, "late")):
        assert worker.post(SAVE, data=page | {"notes": words, "draft_number": str(number)}).status_code == 200
    assert "the newest</textarea>" in worker.get(FORM).text


@pytest.mark.usefixtures("person")
def test_another_tab_does_not_save_over_the_first(worker: FlaskClient) -> None:
    first, second = hidden(worker.get(FORM).text), hidden(worker.get(FORM).text)
    worker.post(SAVE, data=first | {"notes": "from the first tab"})
    answer = worker.post(SAVE, data=second | {"notes": "from the second tab"})
    assert answer.status_code == 409
    assert "another tab" in answer.json["words"]
    page = worker.post(SAVE, data=second | {"notes": "from the second tab", "draft": "later"})
    assert page.status_code == 409
    check_page(page.text)
    assert "from the first tab" in worker.get(FORM).text
    worker.post(SAVE, data=hidden(page.text) | {"draft": "anyway"})
    assert "from the second tab" in worker.get(FORM).text


@pytest.mark.usefixtures("person")
def test_a_page_opened_from_a_draft_goes_on_with_it(worker: FlaskClient) -> None:
    worker.post(SAVE, data=hidden(worker.get(FORM).text) | {"notes": "begun"})
    assert worker.post(SAVE, data=hidden(worker.get(FORM).text) | {"notes": "gone on with"}).status_code == 200
    assert "gone on with" in worker.get(FORM).text


@pytest.mark.usefixtures("person")
def test_a_draft_of_nothing_known_or_of_nobody_of_ours_is_refused(app: Flask, worker: FlaskClient) -> None:
    add_provider(app, "south", "South Carers")
    stranger = signed_in(app, "support_worker", "south")
    fields = {"notes": WORDS}
    for client, address, status in (
        (worker, "/drafts/nothing/P1", 404),
        (worker, "/drafts/review/P2", 404),
        (worker, f"/drafts/review/{'x' * 81}", 404),
        (stranger, SAVE, 404),
        (stranger, AGAIN, 404),
        (signed_in(app, "commissioner", None), SAVE, 403),
        (new_client(app), SAVE, 401),
    ):
        assert client.post(address, data=fields).status_code == status, address
    assert drafts(app) == 0


@pytest.mark.usefixtures("person")
def test_a_draft_has_a_sensible_size(app: Flask, worker: FlaskClient) -> None:
    page = hidden(worker.get(FORM).text)
    for fields in (
        {"notes": "x" * (LONGEST + 1)},
        {f"f{number}": "x" for number in range(MOST_FIELDS + 1)},
        {"x" * 200: "y"},
    ):
        answer = worker.post(SAVE, data=page | fields)
        assert answer.status_code == 413
        assert "Make it shorter" in answer.json["words"]
    assert drafts(app) == 0


@pytest.mark.usefixtures("person")
def test_saving_a_draft_writes_no_event_and_holds_no_words_in_any(app: Flask, worker: FlaskClient) -> None:
    page = hidden(worker.get(FORM).text)
    before = rows(app, select(func.count()).select_from(AuditEvent))
    worker.post(SAVE, data=page | {"notes": WORDS})
    assert rows(app, select(func.count()).select_from(AuditEvent)) == before


@pytest.mark.usefixtures("person")
def test_a_draft_remembers_when_it_was_begun(app: Flask, worker: FlaskClient) -> None:
    page = hidden(worker.get(FORM).text)
    worker.post(SAVE, data=page | {"notes": "1"})
    with app.app_context():
        row = db.session.scalars(select(FormDraft)).one()
        row.typed = json.dumps(json.loads(row.typed) | {"began": "2026-01-05T09:30:00"})
        db.session.commit()
    worker.post(SAVE, data=page | {"notes": "2"})
    html = worker.get(FORM).text
    assert "You began this on Monday 5 January 2026, 09:30" in html
