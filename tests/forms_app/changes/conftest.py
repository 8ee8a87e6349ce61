"""A provider with a contract, and its people who have signed in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Contract
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, signed_in


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider with a contract, on each engine."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        db.session.add(Contract(contract="b1", framework="birmingham-hub", provider="north", starts_on=date(2025, 4, 1)))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    """A support worker of the provider, signed in."""
    return signed_in(app)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A manager of the provider, signed in."""
    return signed_in(app, "provider_manager")
