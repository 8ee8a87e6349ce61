"""An app with one provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import let_go, make_app
from tests.support.second_factors import forget_used_codes, set_up_app
from tests.support.staff import QUICK_HASHES, add_provider, add_staff, new_client, sign_in


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, with the provider `north`."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    yield app
    let_go(app)


@pytest.fixture
def email(app: Flask) -> str:
    """The address of a worker of `north`."""
    return add_staff(app)


@pytest.fixture
def factors(app: Flask, email: str) -> tuple[str, list[str]]:
    """The key in the worker's app, and their recovery codes."""
    client = new_client(app)
    sign_in(client, email)
    made = set_up_app(client)
    forget_used_codes(app)
    return made
