"""An app with one provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, with the provider `north`."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    yield app
    let_go(app)
