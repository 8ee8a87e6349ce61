"""The log of who saw or changed what, as a file that an outsider can check without this program."""

import csv
import json
import os
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import select

from forms_app import audit_log
from forms_app.database import db, only_reading
from forms_app.models.audit import AuditEvent

CHAINED = ("previous_hash", "at", "user_id", "action", "provider", "sealed")
"""What an event's hash is over, in this order."""
WHOM = ("person", "details", "salt")
"""What `sealed` is the hash of. Empty in events of people who were erased."""


def export_log(path: Path, first: date | None, last: date | None, *, sealed: bool) -> int:
    """Write the events of the days from `first` to `last` (UTC): as CSV if `path` is called so, else a JSON object a line.

    With `sealed` whom and what they are about is left out. Only the file's owner can read it. Returns how many there are;
    the export is an event too, after them. Raises OSError.
    """
    part = path.with_name(f".{path.name}.part")
    events = 0
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with part.open("w", encoding="utf-8", newline="") as opened, only_reading():
            write = _csv(opened, sealed) if path.suffix.lower() == ".csv" else _lines(opened)
            for event in _events(first, last):
                write(_plain(event, sealed))
                events += 1
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
        # The next link must see the newest one, so it can't be written from the files' view.
        db.session.rollback()
    audit_log.record("audit-exported", events=events)
    db.session.commit()
    return events


def _events(first: date | None, last: date | None) -> Iterator[AuditEvent]:
    query = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    if first is not None:
        query = query.where(AuditEvent.at >= datetime.combine(first, time.min))
    if last is not None:
        query = query.where(AuditEvent.at < datetime.combine(last + timedelta(days=1), time.min))
    yield from db.session.scalars(query)


def _plain(event: AuditEvent, sealed: bool) -> dict[str, Any]:
    row = {"id": event.id} | {name: getattr(event, name) for name in (*CHAINED, "hash")} | {"at": event.at.isoformat()}
    return row if sealed else row | {name: getattr(event, name) for name in WHOM}


def _lines(opened: TextIO) -> Any:
    return lambda row: opened.write(json.dumps(row, ensure_ascii=False) + "\n")


def _csv(opened: TextIO, sealed: bool) -> Any:
    writer = csv.DictWriter(opened, ["id", *CHAINED, "hash", *(() if sealed else WHOM)], lineterminator="\n")
    writer.writeheader()
    return writer.writerow
