"""Notes are added once, kept encrypted, and stand with their author and time."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from forms_app.models.audit import AuditEvent
from forms_app.models.casework import Note
from tests.forms_app.casework.conftest import add_person, hidden, rows
from tests.support.house_rules import check_page
from tests.support.staff import opened

PATH = "/person/P1/note"


def test_a_note_is_saved_once_and_shown_with_its_author(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    fields = hidden(opened(worker, PATH)) | {"text": "Rang her <sister>.\nWill come."}
    for _try in range(2):
        assert worker.post(PATH, data=fields).status_code == 303
    page = opened(worker, "/person/P1")
    assert page.count("Rang her &lt;sister&gt;.") == 2, "among the notes and on the timeline"
    assert "Sam Support Worker" in page
    ((stored,),) = rows(app, select(text("text")).select_from(text("note")))
    assert "sister" not in stored
    assert len(rows(app, select(AuditEvent.id).where(AuditEvent.action == "note-added"))) == 1


def test_nothing_is_no_note_and_too_much_is_not_lost(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    for words, error in (("", "Write the note"), ("x" * 8001, "Use 8000 characters or fewer")):
        answer = worker.post(PATH, data={"text": words})
        check_page(answer.text)
        assert answer.status_code == 422
        assert error in answer.text
        assert words in answer.text
    assert rows(app, select(Note.id)) == []


def test_the_page_of_one_person_saves_no_note_about_another(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1")
    add_person(app, "P2")
    fields = hidden(opened(worker, PATH)) | {"text": "words"}
    assert worker.post(PATH, data=fields).status_code == 303
    assert worker.post("/person/P2/note", data=fields).status_code == 400
    assert rows(app, select(Note.person)) == [("P1",)]
