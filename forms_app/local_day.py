"""The day that clocks on the wall showed, worked out in the database: the tables keep times in UTC."""

import sqlite3
from datetime import date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import Date, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from forms_app.database import db
from forms_app.day_words import AREA, local


class local_day(FunctionElement[date]):
    """The day of a time of the tables, for sorting and narrowing; in Python it is `day_words.local(time).date()`."""

    type = Date()
    inherit_cache = True


@compiles(local_day)
def _on_sqlite(element: local_day, compiler: SQLCompiler, **how: Any) -> str:
    return f"local_day({compiler.process(element.clauses, **how)})"


@compiles(local_day, "postgresql")
def _on_postgresql(element: local_day, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST(timezone('{AREA.key}', timezone('UTC', {compiler.process(element.clauses, **how)})) AS DATE)"


def _local_day(time: str | None) -> str | None:
    return local(datetime.fromisoformat(time)).date().isoformat() if time else None


def init_app(app: Flask) -> None:
    """Teach SQLite, which knows no time zones, the day of a time."""

    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.create_function("local_day", 1, _local_day, deterministic=True)

    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", on_connect)
