"""An app with two providers, of which one has an administrator, and the council's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, with the providers `north` and `south`."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    add_provider(app, "south", "South Carers")
    yield app
    let_go(app)
