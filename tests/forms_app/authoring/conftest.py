"""Authors at work on the shipped surveys, and a round of one of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.responses import Round
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, signed_in


@pytest.fixture(scope="session", autouse=True)
def _built_styles() -> None:
    build()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, on 15 May 2026, with an open round of the short carers' survey."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        values = {"slug": "spring", "survey": "carer-short", "provider": "north", "title": "Spring"}
        db.session.add(Round(**values, opens_on=date(2026, 5, 1), languages="en;pl;ur"))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def author(app: Flask) -> FlaskClient:
    """The council's commissioner, signed in."""
    return signed_in(app, "commissioner", None)
