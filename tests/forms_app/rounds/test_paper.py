"""Letters and posters as PDF files: what they say, that their links work, and that they do not lie about."""

import io
import json
import os
import time
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from forms_app import clock
from forms_app.database import db
from forms_app.invitations.forgetting import delete_letters
from forms_app.invitations.reach import reach_of_invitation
from forms_app.invitations.stopping import stop_contact
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import Asked, Invitation
from forms_app.models.work import Job, Message
from forms_app.worker import jobs
from tests.forms_app.rounds.conftest import add_list, add_round, invitations, posted
from tests.support.house_rules import check_page
from tests.support.staff import new_client, opened, signed_in

LIST = 'name,address,language\nAnn Lee,"1 High Street, Elmsford",\nآمنہ,"2 Low Road, Elmsford",ur\n'


@pytest.fixture
def number(app: Flask) -> int:
    return add_round(app)


def read(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def make(app: Flask, manager: FlaskClient, number: int, **fields: str) -> bytes:
    """Ask for letters, let the worker make them, fetch them."""
    posted(manager, f"/manage/rounds/{number}/letters", **fields)
    with app.app_context():
        assert jobs.run_jobs() == 1
        job = db.session.scalars(db.select(Job).order_by(Job.id.desc())).first()
        assert (job.state, job.problem) == ("done", None)
        number_of_job = job.id
    answer = manager.get(f"/manage/rounds/{number}/letters/{number_of_job}")
    assert answer.mimetype == "application/pdf"
    with app.app_context():
        fetched = db.session.query(AuditEvent).filter_by(action="letters-fetched").order_by(AuditEvent.id.desc()).first()
        assert fetched.details == json.dumps({"job": number_of_job, "round": "invited"})
    return answer.data


def link_in(page: str) -> str:
    """The typed link in a letter."""
    bare = "".join(page.split())
    start = bare.index("/i/")
    return bare[start : start + len("/i/") + 26]


def test_each_person_gets_a_letter_with_their_address_and_a_link_that_works(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    add_list(manager, number, LIST)
    pages = read(make(app, manager, number))
    assert len(pages) == 2, "a letter is one page"
    for words in ("Ann Lee", "1 High Street", "Elmsford", "Dear Ann Lee", "15 May 2026", "North Carers"):
        assert words in pages[0]
    assert "1 High Street" not in pages[1]
    page = new_client(app).get(link_in(pages[0]))
    check_page(page.text)
    assert "North Carers" in page.text
    assert link_in(pages[0]) != link_in(pages[1])
    with app.app_context():
        assert {one.state for one in db.session.query(Message)} == {"sent"}
        assert db.session.query(Asked).count() == 2


def test_letters_are_made_once(app: Flask, manager: FlaskClient, number: int) -> None:
    add_list(manager, number, LIST)
    make(app, manager, number)
    assert "Make the letters" not in opened(manager, f"/manage/rounds/{number}")
    posted(manager, f"/manage/rounds/{number}/letters")
    with app.app_context():
        jobs.run_jobs()
        job = db.session.scalars(db.select(Job).order_by(Job.id.desc())).first()
        assert (job.state, job.problem) == ("failed", "There is nobody to write to.")


def test_two_presses_make_one_batch(app: Flask, manager: FlaskClient, number: int) -> None:
    add_list(manager, number, LIST)
    for _ in range(2):
        posted(manager, f"/manage/rounds/{number}/letters")
    with app.app_context():
        assert db.session.query(Job).count() == 1


def test_a_batch_cut_off_after_it_was_made_is_not_made_again(app: Flask, manager: FlaskClient, number: int) -> None:
    add_list(manager, number, LIST)
    first = make(app, manager, number)
    with app.app_context():
        job = db.session.query(Job).one()
        job.state, job.finished_at = "waiting", None
        db.session.commit()
        jobs.run_jobs()
        assert db.session.query(Message).count() == 2
    assert manager.get(f"/manage/rounds/{number}/letters/1").data == first


def test_reminders_by_letter_are_made_when_they_are_due(
    app: Flask, manager: FlaskClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_list(manager, number, LIST)
    make(app, manager, number)
    later = clock.now() + timedelta(days=22)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "2 reminders are due by letter." in opened(manager, f"/manage/rounds/{number}")
    pages = read(make(app, manager, number, reminders="yes"))
    assert "We wrote to you before" in pages[0]
    assert "due by letter" not in opened(manager, f"/manage/rounds/{number}")


def test_nobody_who_stopped_invitations_is_reminded_by_letter(
    app: Flask, manager: FlaskClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_list(manager, number, LIST)
    first = read(make(app, manager, number))
    assert new_client(app).post(f"{link_in(first[0])}/stop").status_code == 303
    later = clock.now() + timedelta(days=22)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "1 reminder is due by letter." in opened(manager, f"/manage/rounds/{number}")
    pages = read(make(app, manager, number, reminders="yes"))
    assert len(pages) == 1
    assert "1 High Street" not in pages[0]


def test_nobody_who_stopped_another_way_to_reach_them_is_reminded_by_letter(
    app: Flask, manager: FlaskClient, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_list(manager, number, LIST)
    make(app, manager, number)
    with app.app_context():
        ann = db.session.query(Invitation).filter_by(language="en").one()
        ann.email = "ann@example.org"
        db.session.flush()
        stop_contact({reach_of_invitation(ann).contact_hash("email") or ""})
        db.session.commit()
    later = clock.now() + timedelta(days=22)
    monkeypatch.setattr(clock, "now", lambda: later)
    pages = read(make(app, manager, number, reminders="yes"))
    assert len(pages) == 1
    assert "1 High Street" not in pages[0]


def test_letters_are_deleted_after_a_week_and_only_their_owner_reads_them(
    app: Flask, manager: FlaskClient, number: int
) -> None:
    add_list(manager, number, LIST)
    make(app, manager, number)
    (path,) = (app.config["HOME"] / "files").glob("letters-*.pdf")
    assert path.stat().st_mode & 0o077 == 0
    with app.app_context():
        assert delete_letters() == 0
        old = time.time() - 8 * 24 * 3600
        os.utime(path, (old, old))
        assert delete_letters() == 1
    assert manager.get(f"/manage/rounds/{number}/letters/1").status_code == 404


def test_nobody_else_fetches_letters(app: Flask, manager: FlaskClient, number: int) -> None:
    add_list(manager, number, LIST)
    make(app, manager, number)
    other = add_round(app, "other")
    assert manager.get(f"/manage/rounds/{other}/letters/1").status_code == 404
    assert signed_in(app, "provider_manager", "south").get(f"/manage/rounds/{number}/letters/1").status_code == 404
    assert signed_in(app, "commissioner", None).get(f"/manage/rounds/{number}/letters/1").status_code == 403
    assert len(invitations(app)) == 2


@pytest.mark.parametrize(("size", "width"), [("A4", 595), ("A3", 842)])
def test_a_poster_is_one_page_in_the_language_asked_for(app: Flask, manager: FlaskClient, size: str, width: int) -> None:
    number = add_round(app, "everyone", open_to_all=True)
    answer = manager.get(f"/manage/rounds/{number}/poster.pdf?size={size}&language=en")
    document = PdfReader(io.BytesIO(answer.data))
    assert len(document.pages) == 1
    assert round(float(document.pages[0].mediabox.width)) == width
    assert "127.0.0.1:5000/s/everyone" in document.pages[0].extract_text().replace("\n", "")
    urdu = manager.get(f"/manage/rounds/{number}/poster.pdf?size={size}&language=ur")
    assert len(PdfReader(io.BytesIO(urdu.data)).pages) == 1


@pytest.mark.parametrize("query", ["size=A2", "language=tlh", "language=bn"])
def test_there_is_no_poster_in_another_size_or_language(app: Flask, manager: FlaskClient, query: str) -> None:
    number = add_round(app, "everyone", open_to_all=True)
    assert manager.get(f"/manage/rounds/{number}/poster.pdf?{query}").status_code == 404
