"""What all tests share: a real SQLite file and a real PostgreSQL, an app on each, a client."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser

from forms_app.app import create_app
from forms_app.database import db
from tests.support.chromium import chromium
from tests.support.databases import (
    NO_POSTGRES,
    SECRETS,
    TODAY,
    copy_sqlite,
    drop_postgres,
    emptied_postgres,
    has_postgres,
)
from tests.support.quick_apps import keep_compiled_rules, keep_compiled_templates

keep_compiled_rules()
settings.register_profile("carer-outcomes", deadline=None)
settings.load_profile("carer-outcomes")
"""How long an example takes says how busy the machine is, not whether the code is right."""


def pytest_report_header() -> str:
    return "databases: SQLite" + (" and PostgreSQL" if has_postgres() else f"; {NO_POSTGRES}")


def pytest_sessionstart() -> None:
    if not has_postgres() and os.environ.get("CI"):
        pytest.exit("CI needs a PostgreSQL: " + NO_POSTGRES, returncode=1)


def pytest_sessionfinish() -> None:
    drop_postgres()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database on each engine, with its tables and no rows."""
    if request.param == "sqlite":
        yield copy_sqlite(tmp_path / "test.sqlite")
        return
    if not has_postgres():
        pytest.skip(NO_POSTGRES)
    yield emptied_postgres()


def make_app(database_url: str, home: Path, **settings: Any) -> Flask:
    """An app on the day 2026-05-15 unless `settings` say otherwise; a SQLite file that is not there yet is made."""
    path = Path(database_url.removeprefix("sqlite:///"))
    if database_url.startswith("sqlite:///") and not path.exists():
        copy_sqlite(path)
    given = {"HOME": home, "DATABASE_URL": database_url, "TODAY": TODAY, "SECOND_FACTOR": "optional", **SECRETS, **settings}
    app = create_app(given)
    app.config["TESTING"] = True
    keep_compiled_templates(app)
    return app


def let_go(app: Flask) -> None:
    """Close what an app holds of its database, so that the next test may have it."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each database engine, empty."""
    app = make_app(database_url, tmp_path / "home")
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file; each test opens screens of its own in it."""
    with chromium() as running:
        yield running


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a browser: sends what a page of our own site sends."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client
