"""What someone said under their name is shown to their workers; what was said anonymously is tied to nobody."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forms_app.app import library
from forms_app.casework.said import responses_of
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.responses import AnswerRow, Invitation, Response, Round
from forms_app.respond.versions import freeze
from tests.forms_app.casework.conftest import add_person, rows
from tests.support.staff import add_provider, opened

DAY = date(2026, 5, 4)

SURVEY = "carer-short"


def add_round(app: Flask, number: int, *, anonymous: bool, provider: str = "north") -> None:
    with app.app_context():
        whose = {"survey": SURVEY, "provider": provider, "title": "May", "opens_on": DAY}
        db.session.add(Round(id=number, slug=f"r{number}", anonymous=anonymous, **whose))
        db.session.commit()


def add_answers(app: Flask, key: str, round_id: int, **columns: object) -> None:
    """A response that is tied to P1 by an invitation, unless it replaces another."""
    with app.app_context():
        survey = library().surveys.get(SURVEY)
        version = freeze(survey) if survey else None
        words = AnswerRow(question="one-thing.difference", item="", text=f"words of {key}")
        known = {"survey": SURVEY, "provider": "north", "round_id": round_id, "submitted_on": DAY, "version": version}
        db.session.add(Response(response=key, answers=[words], **known | columns))
        if "replaces" not in columns:
            db.session.add(Invitation(round_id=round_id, person="P1", response=key))
        db.session.commit()


def readable(app: Flask, provider: str = "north", person: str = "P1") -> list[str]:
    with app.app_context():
        return sorted(row[0] for row in db.session.execute(responses_of(provider, person)))


def test_answers_under_a_name_are_read_and_that_is_an_event(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    add_round(app, 1, anonymous=False)
    add_answers(app, "one", 1, channel="phone")
    page = opened(worker, "/person/P1")
    assert 'href="/person/P1/said/one"' in page
    assert "words of one" not in page
    opened(worker, "/person/P1/said/one")
    said = rows(app, select(AuditEvent.person, AuditEvent.details).where(AuditEvent.action == "survey-answers-seen"))
    assert said == [("P1", '{"response": "one"}')]


def test_nothing_of_an_anonymous_round_is_shown(app: Flask, worker: FlaskClient) -> None:
    """Not even where rows were tied that must never be."""
    add_person(app)
    add_round(app, 1, anonymous=True)
    add_round(app, 2, anonymous=False)
    add_answers(app, "hidden", 1)
    add_answers(app, "crossed", 2)
    with app.app_context():
        db.session.execute(update(Response).where(Response.response == "crossed").values(round_id=1))
        db.session.commit()
    assert readable(app) == []
    page = opened(worker, "/person/P1") + opened(worker, "/person/P1/timeline")
    assert "/said/" not in page
    for key in ("hidden", "crossed"):
        assert "words of" not in opened(worker, f"/person/P1/said/{key}", status=404)


def test_only_the_newest_of_what_was_sent_and_may_be_seen(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    add_person(app, "P2")
    add_provider(app, "south", "South Carers")
    add_round(app, 1, anonymous=False)
    add_answers(app, "first", 1)
    add_answers(app, "second", 1, replaces="first")
    add_answers(app, "third", 1, replaces="second", submitted_on=None)
    add_answers(app, "held", 1, shown=False)
    add_answers(app, "begun", 1, submitted_on=None)
    assert readable(app) == ["second"]
    assert readable(app, person="P2") == readable(app, "south") == []
    assert worker.get("/person/P2/said/second").status_code == 404
    assert worker.get("/person/P1/said/first").status_code == 404
    assert worker.get("/person/P1/said/%00").status_code == 404
    assert worker.get("/person/P1/said/second").status_code == 200
