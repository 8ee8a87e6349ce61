"""An app with one provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forms_app.database import db
from tests.conftest import make_app
from tests.support.staff import QUICK_HASHES, add_provider


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, with the provider `north`."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
