"""A provider with a contract and a person, and three people who have signed in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Contract, Person
from forms_app.models.stories import Story
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, signed_in

TYPED = {
    "kind": "story",
    "title": "A break at last",
    "text": "She had not been out for a year.\nNow she goes swimming.",
    "outcomes": "birmingham-hub:time-out",
    "person": "P1",
    "consent_reference": "file 2026-14",
    "consent_form": "signed",
    "consent_on-day": "1",
    "consent_on-month": "5",
    "consent_on-year": "2026",
    "consent_scope": "website",
    "says": "none",
}


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, on 15 May 2026."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        db.session.add(Contract(contract="b1", framework="birmingham-hub", provider="north", starts_on=date(2025, 4, 1)))
        db.session.add(
            Person(
                provider="north",
                person="P1",
                role="carer",
                registered_on=date(2026, 1, 1),
                name="Rosa Hill",
                cared_for_name="Ana Fox",
            )
        )
        for number in range(2, 12):
            alike = {"role": "carer", "registered_on": date(2026, 1, 1), "gender": "female", "birth_year": 1950}
            db.session.add(Person(provider="north", person=f"P{number}", **alike))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    return signed_in(app, "provider_manager")


def write(client: FlaskClient, **changed: str) -> str:
    """Write a story; the address of its page."""
    answer = client.post("/stories/new", data=TYPED | {"once": "a" * 32} | changed)
    assert answer.status_code == 302, answer.text
    return answer.location


def stories(app: Flask) -> list[Story]:
    with app.app_context():
        found = list(db.session.query(Story).order_by(Story.id))
        db.session.expunge_all()
        return found
