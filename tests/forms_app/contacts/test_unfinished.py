"""What was typed of a contact, an activity, an emergency plan or feedback is there again, until it is saved for good."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.casework import FormDraft
from forms_app.models.records import Activity, Contact, Feedback
from tests.forms_app.casework.conftest import add_person, filled_in
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened, signed_in

FORMS = {
    "contact": ("/person/NC-1/contact", "NC-1", {"kind": "casework", "notes": "Half a sentence"}, Contact),
    "activity": ("/record/activity", "new", {"kind": "drop_in", "title": "Half a sentence"}, Activity),
    "emergency-plan": ("/person/NC-1/emergency-plan", "NC-1", {"plan": "Half a sentence"}, None),
    "feedback": ("/feedback/new", "new", {"kind": "complaint", "about": "Half a sentence"}, Feedback),
}


@pytest.fixture
def worker(app: Flask, worker: FlaskClient) -> FlaskClient:
    add_person(app, "NC-1")
    return worker


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session.query(FormDraft).count()


@pytest.mark.parametrize("form", FORMS)
def test_what_was_typed_is_there_again_and_goes_when_it_is_saved(app: Flask, worker: FlaskClient, form: str) -> None:
    path, subject, typed, table = FORMS[form]
    page = opened(worker, path)
    sent = filled_in(page) | typed
    assert worker.post(f"/drafts/{form}/{subject}", data=sent).status_code == 200
    again = opened(worker, path)
    assert "Half a sentence" in again
    assert "You began this on" in again
    answer = worker.post(path, data=filled_in(again) | typed)
    assert answer.status_code == 303, answer.text
    assert kept(app) == 0
    assert "Half a sentence" not in opened(worker, path) or form == "emergency-plan"
    late = worker.post(f"/drafts/{form}/{subject}", data=sent)
    if table is not None:
        assert late.status_code == 410
        with app.app_context():
            assert db.session.query(table).count() == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_form_with_a_fault_goes_on_saving_itself(app: Flask, worker: FlaskClient, form: str) -> None:
    path, subject, typed, _table = FORMS[form]
    sent = filled_in(opened(worker, path)) | typed
    day = next(name for name in sent if name.endswith("-day"))
    answer = worker.post(path, data=sent | {day: "99"})
    assert answer.status_code == 422
    check_page(answer.text)
    after = filled_in(answer.text)
    assert after["draft_page"] == sent["draft_page"]
    assert worker.post(f"/drafts/{form}/{subject}", data=after | typed).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_nobody_keeps_a_form_about_another_providers_record(app: Flask, worker: FlaskClient, form: str) -> None:
    add_provider(app, "south", "South Carers")
    stranger = signed_in(app, "support_worker", "south")
    subject = FORMS[form][1] if FORMS[form][1] != "new" else "NC-1"
    assert stranger.post(f"/drafts/{form}/{subject}", data={"notes": "x"}).status_code == 404
    assert kept(app) == 0


def test_a_call_begins_with_its_kind_chosen(worker: FlaskClient) -> None:
    page = opened(worker, "/person/NC-1/contact?kind=wellbeing_call")
    assert re.search(r'<option value="wellbeing_call" selected', page)
