"""Giving someone everything that is held about them: one file to read, and the same as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import current_app
from sqlalchemy import select

from forms_app.accounts import names_of_users
from forms_app.clock import now
from forms_app.database import Base, db
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Provider
from forms_app.respond.versions import frozen_survey
from forms_app.rights.holdings import LOG, holdings_of, rows_of
from forms_app.rights.words import heading_of, label_of, value_words
from surveys.model.survey import Question

WITHOUT_MEANING = ("once", "lock", "sealed", "salt", "hash", "who", "provider")
"""Columns that say nothing of anyone: keys of the machinery."""


NONE = (None, "")


@dataclass(frozen=True)
class Part:
    """The rows of one table: `rows` as they are kept, `lines` as (label, words) to be read."""

    table: str
    heading: str
    rows: list[dict[str, Any]]
    lines: list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Everything:
    """All that is held about one person, and of whom."""

    provider: str
    provider_name: str
    person: str
    made_at: datetime
    parts: list[Part]

    @property
    def rows(self) -> int:
        """How many rows of all tables."""
        return sum(len(part.rows) for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """For a program: every row by table, with its column names; the staff by name."""
        return {
            "provider": self.provider,
            "person": self.person,
            "made_at": self.made_at.isoformat(),
            "tables": {part.table: [_plain(row) for row in part.rows] for part in self.parts},
        }

    def as_html(self) -> str:
        """For reading: one file that needs nothing else."""
        return current_app.jinja_env.get_template("rights/file.html").render(everything=self)


def everything_of(provider: str, person: str) -> Everything:
    """Read all of one person's rows, and the events of the log that name them."""
    found = holdings_of(provider, person)
    order = [table.name for table in Base.metadata.sorted_tables if found.keys.get(table.name)]
    rows = {name: rows_of(found, name) for name in sorted(order, key=lambda name: (name != "person", name))}
    rows = {name: kept for name, kept in rows.items() if kept} | {LOG: _events(provider, person)}
    staff = _staff(rows)
    questions = _questions(rows.get("response", []))
    parts = []
    for name, kept in rows.items():
        shown = [{key: _named(name, key, value, staff) for key, value in row.items() if _means(key)} for row in kept]
        lines = [
            [
                (label_of(key), value_words(key, value, row, questions))
                for key, value in row.items()
                if value not in (None, "")
            ]
            for row in shown
        ]
        if shown:
            parts.append(Part(name, heading_of(name), shown, lines))
    known = db.session.get(Provider, provider)
    return Everything(provider, known.name if known else provider, person, now(), parts)


def _events(provider: str, person: str) -> list[dict[str, Any]]:
    """Served by ix_audit_event_person."""
    table = Base.metadata.tables[LOG]
    columns = [table.c[name] for name in ("at", "user_id", "action", "details")]
    whose = (AuditEvent.provider == provider, AuditEvent.person == person)
    return [dict(row._mapping) for row in db.session.execute(select(*columns).where(*whose).order_by(table.c.id))]


def _means(column: str) -> bool:
    return column not in WITHOUT_MEANING and not column.endswith("_hash")


def _staff_columns(table: str) -> set[str]:
    keys = Base.metadata.tables[table].foreign_keys
    return {str(key.parent.name) for key in keys if key.column.table.name == "user"}


def _staff(rows: dict[str, list[dict[str, Any]]]) -> dict[int, str]:
    return names_of_users(row.get(column) for name, kept in rows.items() for column in _staff_columns(name) for row in kept)


def _named(table: str, column: str, value: Any, staff: dict[int, str]) -> Any:
    return staff.get(value, value) if value is not None and column in _staff_columns(table) else value


def _questions(responses: list[dict[str, Any]]) -> dict[str, Question]:
    """The questions of the surveys that they answered, as they were asked, by key."""
    versions = {row["version"]: None for row in responses if row["version"]}
    found: dict[str, Question] = {}
    for version in versions:
        found |= {one.key: one for module in frozen_survey(version).modules for one in module.questions}
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else _number(value) for key, value in row.items()}


def _number(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
