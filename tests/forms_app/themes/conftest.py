"""Two managers of one provider, one of another, and words to sort."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.responses import AnswerRow, Response, SecondCodingShare, TextTheme
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, add_staff, new_client, sign_in

QUESTION = "one-thing.difference"


def client_of(app: Flask, name: str, provider: str = "north") -> FlaskClient:
    """A manager called `name`, signed in."""
    client = new_client(app)
    sign_in(client, add_staff(app, "provider_manager", provider, email=f"{name}@{provider}.example"))
    return client


def add_text(response: str, words: str, provider: str = "north") -> None:
    """Add what someone wrote."""
    answer = AnswerRow(question=QUESTION, item="", text=words)
    day = date(2026, 5, 1)
    db.session.add(Response(response=response, survey="carer", provider=provider, submitted_on=day, answers=[answer]))


def sorting(number: int, response: str, *themes: str, before: str = "") -> dict[str, object]:
    """What the form sends for one answer."""
    return {
        f"response-{number}": response,
        f"question-{number}": QUESTION,
        f"before-{number}": before,
        f"theme-{number}": list(themes),
    }


def themes_of(app: Flask) -> set[tuple[str, str]]:
    """The themes that stand."""
    with app.app_context():
        return {(one.response, one.theme) for one in db.session.query(TextTheme)}


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Three texts of `north`, one of `south`; every text is to be sorted twice."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app, "north", "North Carers")
    add_provider(app, "south", "South Carers")
    with app.app_context():
        for response in ("r1", "r2", "r3"):
            add_text(response, f"Words of {response}, Été")
        add_text("other", "Words of other", "south")
        db.session.add(SecondCodingShare(provider="north", percent=100))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def first(app: Flask) -> FlaskClient:
    """The manager who sorts first."""
    return client_of(app, "first")


@pytest.fixture
def second(app: Flask) -> FlaskClient:
    """The manager who sorts second."""
    return client_of(app, "second")
