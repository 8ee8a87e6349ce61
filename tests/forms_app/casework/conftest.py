"""A provider with a contract under a small framework, and a worker who has signed in."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Contract, Goal, Person
from surveys.library import SHIPPED
from tests.conftest import make_app
from tests.support.staff import add_provider, signed_in

FRAMEWORK = """
id: town
title: Town carers
summary: What changes for carers in the town.
source: {id: "000", title: A source, publisher: The council, published: "2023"}
serves: carer
localities: [{code: hill, label: The Hill}, {code: dale, label: The Dale}]
outcomes:
  - id: health
    title: Health
    statement: Carers are well.
    statements:
      - {id: sleep, text: I sleep well}
  - {id: money, title: Money, statement: Carers manage their money.}
  - {id: voice, title: A voice, statement: Carers are heard.}
measures:
  - id: m1
    title: Reviews
    description: Reviews held.
    theme: reviews
    kind: how_much
    unit: count
    subject: people
    interval: quarter
    formula: reviews
    ways: [{basis: reviews, quantities: {reviews: {records: {of: reviews}}}}]
"""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app with the framework above, on each engine, on 15 May 2026."""
    definitions = tmp_path / "definitions"
    (definitions / "frameworks").mkdir(parents=True)
    (definitions / "frameworks" / "town.yaml").write_text(FRAMEWORK, encoding="utf-8")
    shutil.copy(SHIPPED / "codes.yaml", definitions)
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions)
    add_provider(app)
    with app.app_context():
        db.session.add(Contract(contract="c1", framework="town", provider="north", starts_on=date(2025, 4, 1)))
        db.session.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    """A support worker of the provider `north`, signed in."""
    return signed_in(app)


def add_person(app: Flask, person: str = "P1", **columns: object) -> None:
    """Add an active carer of `north`, registered on 1 April 2026 unless `columns` say otherwise."""
    known = {"provider": "north", "role": "carer", "registered_on": date(2026, 4, 1), "status": "active"}
    with app.app_context():
        db.session.add(Person(person=person, **known | columns))
        db.session.commit()


def add_goal(app: Flask, goal: str, outcome: str, person: str = "P1", baseline: int = 2) -> None:
    """Add a goal agreed on 2 April 2026."""
    with app.app_context():
        made = Goal(
            provider="north", goal=goal, person=person, outcome=outcome, agreed_on=date(2026, 4, 2), baseline=baseline
        )
        made.words = f"Words of {goal}"
        db.session.add(made)
        db.session.commit()
