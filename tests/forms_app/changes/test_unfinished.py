"""An entry of “You said, we did” keeps itself while it is typed: a new one, and the change of one on file."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.casework import FormDraft
from tests.forms_app.casework.conftest import filled_in
from tests.forms_app.changes.test_changes import TYPED, entries, write
from tests.support.staff import add_provider, opened, signed_in

HALF = "Half a sentence"


def keep(client: FlaskClient, subject: str, fields: dict[str, str]) -> int:
    return client.post(f"/drafts/change-made/{subject}", data=fields).status_code


def kept(app: Flask) -> list[str]:
    with app.app_context():
        return [row.subject for row in db.session.query(FormDraft)]


@pytest.mark.parametrize("subject", ["new", "1"])
def test_what_was_typed_is_there_again_and_goes_when_it_is_saved(app: Flask, worker: FlaskClient, subject: str) -> None:
    path = "/changes/new" if subject == "new" else "/changes/1/edit"
    if subject == "1":
        write(worker)
    sent = TYPED | filled_in(opened(worker, path)) | {"did": HALF}
    assert keep(worker, subject, sent) == 200
    page = opened(worker, path)
    assert HALF in page
    assert "You began this on" in page
    faulty = worker.post(path, data=TYPED | filled_in(page) | {"said": ""})
    assert faulty.status_code == 422
    assert keep(worker, subject, filled_in(faulty.text)) == 200, "it goes on saving itself"
    assert kept(app) == [subject]
    assert worker.post(path, data=TYPED | filled_in(page)).status_code == 302
    assert [entry.did for entry in entries(app)] == [HALF]
    assert kept(app) == []
    if subject == "new":
        assert keep(worker, subject, sent) == 410, "a late save finds it saved"
        assert HALF not in opened(worker, path)


def test_an_entry_that_was_changed_meanwhile_is_shown_beside_the_draft(app: Flask, worker: FlaskClient) -> None:
    write(worker)
    draft = filled_in(opened(worker, "/changes/1/edit")) | {"did": HALF}
    assert keep(worker, "1", draft) == 200
    manager = signed_in(app, "provider_manager")
    theirs = filled_in(opened(manager, "/changes/1/edit")) | {"did": "Theirs"}
    assert manager.post("/changes/1/edit", data=theirs).status_code == 302
    answer = worker.post("/changes/1/edit", data=filled_in(opened(worker, "/changes/1/edit")))
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert HALF in answer.text


def test_a_draft_is_of_an_entry_that_one_may_change(app: Flask, worker: FlaskClient) -> None:
    write(worker)
    sent = filled_in(opened(worker, "/changes/1/edit"))
    add_provider(app, "south", "South Carers")
    other = signed_in(app, "support_worker", "south")
    for subject in ("1", "2", "x", "²", "9" * 40):
        assert keep(other, subject, sent) == 404, subject
    worker.post("/changes/1/withdraw")
    assert keep(worker, "1", sent) == 404
    assert kept(app) == []


def test_the_councils_own_entries_are_written_without_drafts(app: Flask) -> None:
    commissioner = signed_in(app, "commissioner", None)
    assert "data-draft" not in opened(commissioner, "/changes/new")
    assert keep(commissioner, "new", TYPED | {"draft_page": "a" * 32}) == 403
    assert commissioner.post("/changes/new", data=TYPED).status_code == 302
    opened(commissioner, "/changes/1/edit")
