"""Databases for tests: migrated once for each engine, then copied or emptied, so that each test begins with no rows."""

import os
import shutil
import sqlite3
import tempfile
import uuid
from datetime import date
from functools import cache
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet

from forms_app.app import create_app
from forms_app.commands.database import upgrade_database
from forms_app.database import db

POSTGRES = os.environ.get("CARER_OUTCOMES_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
NO_POSTGRES = (
    "no PostgreSQL answers at CARER_OUTCOMES_TEST_POSTGRES "
    "(default postgresql://postgres@127.0.0.1:5432/postgres), so its tests were skipped"
)
SECRETS = {"SECRET_KEY": "test", "PASSWORD_SALT": "test", "ENCRYPTION_KEYS": [Fernet.generate_key().decode()]}
TODAY = date(2026, 5, 15)
EMPTY = """
DO $$
DECLARE found record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', found.tablename);
    END LOOP;
    FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', found.sequencename);
    END LOOP;
END $$
"""
_made: list[str] = []


@cache
def has_postgres() -> bool:
    """Whether a PostgreSQL answers."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def copy_sqlite(path: Path) -> str:
    """A migrated SQLite file at `path`; returns its address."""
    shutil.copyfile(_sqlite_template(), path)
    return f"sqlite:///{path}"


def emptied_postgres() -> str:
    """The migrated PostgreSQL database of this run, with no rows and no one connected; returns its address."""
    address = _postgres()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute(EMPTY)
    return address


def drop_postgres() -> None:
    """Remove this run's database, whoever is still connected."""
    for name in _made:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _made.clear()


@cache
def _sqlite_template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="carer-outcomes-test-")) / "template.sqlite"
    _migrate(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@cache
def _postgres() -> str:
    name = f"carer_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    _made.append(name)
    address = POSTGRES.rsplit("/", 1)[0] + "/" + name
    _migrate(address)
    return address


def _migrate(address: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        app = create_app({"HOME": Path(home), "DATABASE_URL": address, "TODAY": TODAY, **SECRETS})
        with app.app_context():
            upgrade_database()
            db.session.remove()
            db.engine.dispose()
