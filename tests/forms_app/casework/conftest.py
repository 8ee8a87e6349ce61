"""A provider with a contract under a small framework, and a worker who has signed in."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select

from forms_app.database import db
from forms_app.models.records import Contract, Goal, Person
from surveys.library import SHIPPED
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, signed_in

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


@pytest.fixture(scope="session")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The framework above, with the code lists that are shipped."""
    folder = tmp_path_factory.mktemp("definitions")
    (folder / "frameworks").mkdir()
    (folder / "frameworks" / "town.yaml").write_text(FRAMEWORK, encoding="utf-8")
    shutil.copy(SHIPPED / "codes.yaml", folder)
    return folder


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    """An app with the framework above, on each engine, on 15 May 2026."""
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions, **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        db.session.add(Contract(contract="c1", framework="town", provider="north", starts_on=date(2025, 4, 1)))
        db.session.commit()
    yield app
    let_go(app)


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


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def filled_in(html: str) -> dict[str, str]:
    """What the page's last form would send if its button were pressed as it stands, without its empty fields."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    form = list(page.iter("form"))[-1]
    sent: dict[str, str] = {}
    for control in (element for element in form.iter() if element.tag in ("input", "textarea", "select")):
        kind, name = control.get("type"), control.get("name", "")
        if control.tag == "select":
            value = next((o.get("value", "") for o in control.iter("option") if o.get("selected") is not None), "")
        elif control.tag == "textarea":
            value = control.text or ""
        elif kind in ("radio", "checkbox") and control.get("checked") is None:
            continue
        else:
            value = control.get("value", "")
        if value:
            sent[name] = value
    return sent


def day_fields(name: str, day: int, month: int, year: int) -> dict[str, str]:
    """A date as its three boxes are sent."""
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def rows(app: Flask, wanted: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What the database holds."""
    with app.app_context():
        return [tuple(row) for row in db.session.execute(wanted)]
