"""What all tests share: a real SQLite file and a real PostgreSQL, an app on each, a client."""

import os
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient

from forms_app.app import create_app
from forms_app.commands.database import upgrade_database
from forms_app.database import db

POSTGRES = os.environ.get("CARER_OUTCOMES_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
NO_POSTGRES = (
    "no PostgreSQL answers at CARER_OUTCOMES_TEST_POSTGRES "
    "(default postgresql://postgres@127.0.0.1:5432/postgres), so its tests were skipped"
)
SECRETS = {"SECRET_KEY": "test", "PASSWORD_SALT": "test", "ENCRYPTION_KEYS": [Fernet.generate_key().decode()]}


def _postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


HAS_POSTGRES = _postgres_answers()


def pytest_report_header() -> str:
    return "databases: SQLite" + (" and PostgreSQL" if HAS_POSTGRES else f"; {NO_POSTGRES}")


def pytest_sessionstart() -> None:
    if not HAS_POSTGRES and os.environ.get("CI"):
        pytest.exit("CI needs a PostgreSQL: " + NO_POSTGRES, returncode=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of its own on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.sqlite'}"
        return
    if not HAS_POSTGRES:
        pytest.skip(NO_POSTGRES)
    name = f"carer_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield POSTGRES.rsplit("/", 1)[0] + "/" + name
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def make_app(database_url: str, home: Path, **settings: Any) -> Flask:
    """An app with its tables made, on the day 2026-05-15 unless `settings` say otherwise."""
    app = create_app({"HOME": home, "DATABASE_URL": database_url, "TODAY": date(2026, 5, 15), **SECRETS, **settings})
    app.config["TESTING"] = True
    with app.app_context():
        upgrade_database()
    return app


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each database engine, empty."""
    app = make_app(database_url, tmp_path / "home")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a browser: sends what a page of our own site sends."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client
