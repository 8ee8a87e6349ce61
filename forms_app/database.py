"""The database handle, and the settings that make SQLite and PostgreSQL behave alike."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, g, has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


BUSY_TIMEOUT = 20_000
"""Milliseconds for which a writer on SQLite waits for the one before it."""
HIGHEST_NUMBER = 2**31 - 1
"""The highest that PostgreSQL's integers hold: it refuses to look a higher one up."""


class Base(DeclarativeBase):
    """What every table's class derives from."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)


_only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)


@contextmanager
def only_reading() -> Iterator[None]:
    """Say that what runs inside writes nothing that lasts (a command that exports or counts): it holds up no writer."""
    token = _only_reading.set(True)
    try:
        yield
    finally:
        _only_reading.reset(token)


def read_only_request() -> None:
    """Say that this request writes nothing, so that on SQLite it need not queue for the one writer's place."""
    g.read_only = True


def refresh_statistics() -> None:
    """Let PostgreSQL look at its tables again after very many rows came at once, and commit.

    Until it has, it chooses ways to read them that take minutes. SQLite chooses by the indexes alone.
    """
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
    db.session.commit()


def insert_into(connection: Connection, table: Any) -> "postgresql.Insert | sqlite.Insert":
    """An insert that can say what to do on conflict, in the dialect at work."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def init_app(app: Flask) -> None:
    """Bind the database to `app` and prepare its connections."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)


def prepare_sqlite(engine: Engine) -> None:
    """Set an SQLite engine's connections up: WAL, full sync, foreign keys, a busy timeout, `BEGIN IMMEDIATE`.

    What is erased is overwritten in the file.

    Writers take their place when they begin. A transaction that reads first and writes later would otherwise fail
    with "database is locked" at once, whatever the timeout.
    """

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reads_only = _only_reading.get() or (has_request_context() and g.get("read_only", False))
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
