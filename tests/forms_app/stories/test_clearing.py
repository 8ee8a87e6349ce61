"""Before a story is approved, a second person clears what looks like a name; consent and a person's erasure end it."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.casework.marks import mark_people
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.casework import Consent
from forms_app.models.stories import Story
from forms_app.rights.erasing import erase
from tests.forms_app.stories.conftest import TYPED, stories, write
from tests.support.staff import opened, signed_in

ZUMBA = "She goes to Zumba with Tom. He likes it."


def approved(app: Flask, client: FlaskClient, path: str) -> bool:
    client.post(f"{path}/approve", data={"version": str(stories(app)[0].version)})
    return stories(app)[0].approved_on is not None


def clear(app: Flask, client: FlaskClient, path: str, *keys: str, status: int = 302) -> None:
    answer = client.post(f"{path}/clear", data={"version": str(stories(app)[0].version), "clear": list(keys)})
    assert answer.status_code == status


def test_what_looks_like_a_name_is_marked_and_cleared_by_the_second_person(
    app: Flask, worker: FlaskClient, manager: FlaskClient
) -> None:
    path = write(worker, text=ZUMBA)
    assert "leave them to whoever approves" in opened(worker, path)
    page = opened(manager, path)
    assert '<mark class="app-flag">Zumba' in page
    assert "“Tom”: a capital letter, and no ordinary word" in page
    assert not approved(app, manager, path)
    clear(app, worker, path, "capitals:zumba", "capitals:tom", status=403)
    clear(app, manager, path, "capitals:zumba")
    assert not approved(app, manager, path)
    clear(app, manager, path, "capitals:zumba", "capitals:tom", "capitals:nobody")
    assert approved(app, manager, path)
    with app.app_context():
        events = db.session.query(AuditEvent).filter_by(action="story-names-cleared").order_by(AuditEvent.id)
        assert ['"count": 1' in one.details for one in events] == [True, False]


def test_a_change_keeps_what_was_cleared_where_the_text_still_has_it(
    app: Flask, worker: FlaskClient, manager: FlaskClient
) -> None:
    path = write(worker, text=ZUMBA)
    clear(app, manager, path, "capitals:zumba", "capitals:tom")
    version = str(stories(app)[0].version)
    worker.post(f"{path}/edit", data=TYPED | {"text": "She goes to Zumba with Ben.", "version": version})
    assert not approved(app, manager, path)
    page = opened(manager, path)
    assert 'value="capitals:zumba" checked' in page
    assert 'value="capitals:ben" checked' not in page
    clear(app, manager, path, "capitals:zumba", "capitals:ben")
    assert approved(app, manager, path)


def test_whoever_cleared_and_then_changed_it_is_no_second_person(
    app: Flask, worker: FlaskClient, manager: FlaskClient
) -> None:
    path = write(worker, text=ZUMBA)
    clear(app, manager, path, "capitals:zumba", "capitals:tom")
    version = str(stories(app)[0].version)
    manager.post(f"{path}/edit", data=TYPED | {"text": ZUMBA + " So do I.", "version": version})
    council = signed_in(app, "commissioner", None)
    assert not approved(app, council, path)
    clear(app, council, path, "capitals:zumba", "capitals:tom")
    assert approved(app, council, path)


def test_to_take_a_clearing_back_ends_the_approval(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    path = write(worker, text=ZUMBA)
    clear(app, manager, path, "capitals:zumba", "capitals:tom")
    assert approved(app, manager, path)
    clear(app, manager, path, "capitals:zumba")
    assert stories(app)[0].approved_on is None


@pytest.mark.parametrize("consent_name", ["no", "first_name"])
def test_the_persons_first_name_stands_only_where_consent_lets_it(
    app: Flask, worker: FlaskClient, manager: FlaskClient, consent_name: str
) -> None:
    path = write(worker, text="Rosa had not been out.", consent_name=consent_name)
    page = opened(manager, path)
    assert ("Take these out" in page) == (consent_name == "no")
    clear(app, manager, path, "own-name:rosa", "on-record:rosa")
    assert approved(app, manager, path) == (consent_name == "first_name")


def test_the_council_does_not_learn_which_names_are_on_a_providers_records(app: Flask, worker: FlaskClient) -> None:
    with app.app_context():
        mark_people()
    path = write(worker, person="", text="We met Rosa and Sam and Zumba.")
    council = signed_in(app, "commissioner", None)
    page = opened(council, path)
    assert re.findall(r'value="([^"]*)"[^>]*>\s*<label[^>]*>\s*\d\. “(\w+)”: ([^<]*?)\s*<', page) == [
        (f"name:{name.lower()}", name, "it looks like a name") for name in ("Rosa", "Sam", "Zumba")
    ]
    for word in ("on-record", "on your records", "member of staff", "capital"):
        assert word not in page
    clear(app, council, path, "name:rosa", "name:sam", "name:zumba")
    assert 'value="name:rosa" checked' in opened(council, path)
    assert approved(app, council, path)


def test_names_on_record_are_found(app: Flask, worker: FlaskClient, manager: FlaskClient) -> None:
    with app.app_context():
        mark_people()
    # Not tied to her, so that her name is only one on record.
    path = write(worker, person="", text="We met rosa.")
    assert "“rosa”: a name on your records" in opened(manager, path)
    assert not approved(app, manager, path)


@pytest.fixture
def consent(app: Flask) -> int:
    with app.app_context():
        given = {"scope": "publish-story", "form": "email", "given_on": date(2026, 3, 1), "reference": "file 9"}
        one = Consent(provider="north", person="P1", expires_on=date(2027, 2, 28), **given)
        other = Consent(provider="north", person="P1", scope="photo", form="email", given_on=date(2026, 3, 1))
        db.session.add_all([one, other])
        db.session.commit()
        return one.id


def test_a_story_takes_its_dates_from_a_consent_on_file_and_falls_with_it(
    app: Flask, worker: FlaskClient, manager: FlaskClient, consent: int
) -> None:
    page = opened(worker, "/stories/new?person=P1")
    assert "file 9, e-mail, given on 1 March 2026, until 28 February 2027" in page
    assert page.count('name="consent_id"') == 2
    path = write(worker, consent_id=str(consent))
    (story,) = stories(app)
    assert (story.consent_id, story.consent_reference, story.consent_on) == (consent, "file 9", date(2026, 3, 1))
    assert story.consent_until == date(2027, 2, 28)
    assert approved(app, manager, path)
    day = {"withdrawn_on-day": "14", "withdrawn_on-month": "5", "withdrawn_on-year": "2026"}
    assert worker.post(f"/person/P1/consent/{consent}/withdraw", data=day).status_code == 303
    assert stories(app)[0].withdrawn_on == date(2026, 5, 15)
    with app.app_context():
        assert db.session.query(AuditEvent).filter_by(action="story-withdrawn", person="P1").count() == 1
    assert worker.post("/stories/new", data=TYPED | {"once": "e" * 32, "consent_id": str(consent)}).status_code == 422


def test_a_withdrawal_takes_back_what_they_agreed_to_on_paper_too_and_nothing_of_another_kind_or_consent(
    app: Flask, worker: FlaskClient, manager: FlaskClient, consent: int
) -> None:
    with app.app_context():
        other = Consent(provider="north", person="P1", scope="publish-story", form="email", given_on=date(2026, 4, 1))
        db.session.add(other)
        db.session.commit()
        second = other.id
    on_paper = write(worker)
    assert approved(app, manager, on_paper)
    for number, changed in enumerate(({"kind": "quote"}, {"person": "P2"}, {"consent_id": str(second)}), 2):
        write(worker, once=str(number) * 32, **changed)
    day = {"withdrawn_on-day": "14", "withdrawn_on-month": "5", "withdrawn_on-year": "2026"}
    assert worker.post(f"/person/P1/consent/{consent}/withdraw", data=day).status_code == 303
    assert [one.withdrawn_on is not None for one in stories(app)] == [True, False, False, False]


def test_a_consent_to_something_else_carries_no_story(app: Flask, worker: FlaskClient, consent: int) -> None:
    answer = worker.post("/stories/new", data=TYPED | {"once": "e" * 32, "consent_id": str(consent + 1)})
    assert answer.status_code == 422
    assert "not in force for it" in answer.text
    assert stories(app) == []


def test_consent_lasts_a_year_where_no_last_day_is_given(app: Flask, worker: FlaskClient) -> None:
    write(worker)
    assert stories(app)[0].consent_until == date(2027, 4, 30)


def test_an_erased_persons_story_is_gone(app: Flask, worker: FlaskClient, consent: int) -> None:
    write(worker, consent_id=str(consent))
    with app.app_context():
        erase("north", "P1")
        assert db.session.query(Story).count() == 0
