"""Checking an upload with the command's own check, and what importing it would do."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from forms_app.app import library
from forms_app.bringing.kept import Brought
from forms_app.bringing.sheets import MappedSheet, folder_of
from forms_app.bringing.writing import counts_of, recorder_for
from forms_app.clock import today
from forms_app.database import db
from forms_app.exchange.check import FileCheck, match_header
from forms_app.exchange.importing import Folder, known_for, writer_for
from forms_app.exchange.kinds import Setting
from forms_app.exchange.layout import Context
from forms_app.exchange.problems import Problem, shown
from forms_app.models.responses import Response

MOST_FAULTS = 3_000
"""So many are kept to be put right on the page; when they are, the next come."""
AT_ONCE = 400
Tick = Callable[[], None]


def setting_of_today() -> Setting:
    """The definitions and the day."""
    return Setting(library(), today())


@dataclass
class Written:
    """What an import wrote: counts by kind of file, and what it takes to take it back."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    undo: list[dict[str, Any]] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)


class StillFaulty(ValueError):
    """Something is wrong with a row: nothing of the import is to stay."""


def check(brought: Brought, own: str | None, tick: Tick) -> set[tuple[int, int]]:
    """Find all faults, or else what an import would do. Nothing that is written stays: the transaction is rolled back.

    Returns every row with a fault, by its file's place and its number.
    """
    brought.forget_check()
    setting = setting_of_today()
    folder = folder_of(brought, own, setting)
    _run(folder, own, setting, tick, None)
    db.session.rollback()
    if folder.report.problems:
        return _note_faults(brought, folder.report.problems)
    written = write(brought, own, _nothing)
    db.session.rollback()
    for one in brought.files:
        one.counts = written.counts.get(one.kind, [])
    brought.alike = written.alike
    return set()


def write(brought: Brought, own: str | None, tick: Tick) -> Written:
    """Write every row in the transaction at work. Raises StillFaulty; the caller then rolls back."""
    setting = setting_of_today()
    folder, written = folder_of(brought, own, setting), Written()
    _run(folder, own, setting, tick, written)
    if folder.report.problems:
        raise StillFaulty
    return written


def _run(folder: Folder, own: str | None, setting: Setting, tick: Tick, written: Written | None) -> None:
    known = known_for(folder, db.session.connection(), None, own)
    if own is not None:
        known.keys["provider"] = {(own,): None}
    context = Context(setting, known, own)
    for file, sheet in folder.sheets:
        assert isinstance(sheet, MappedSheet)
        # Said progress ends a transaction, and its connection with it.
        connection = db.session.connection()
        if file.name == "responses.csv":
            folder.report.problems += _taken_responses(connection, sheet, own)
        job = FileCheck(file, sheet, context, folder.report)
        if written is None:
            job.run(tick)
            continue
        names = [place.column.name for place in match_header(file, sheet, setting)[0]]
        recorder = recorder_for(connection, file, writer_for(connection, file, sheet, setting), names, known)
        job.take = recorder.take
        job.run(tick)
        recorder.finish()
        written.counts[file.name] = counts_of(recorder)
        written.undo.append({"kind": file.name, "entries": recorder.entries})
        written.alike += recorder.alike


def _taken_responses(connection: Connection, sheet: MappedSheet, own: str | None) -> list[Problem]:
    """Responses are known by their reference alone: one that came through a round, or is another provider's, stays."""
    if not {"response", "provider"} <= set(sheet.header):
        return []
    key, whose = sheet.header.index("response"), sheet.header.index("provider")
    rows = {cells[key]: (number, own or cells[whose]) for number, cells in sheet}
    problems, keys = [], list(rows)
    for start in range(0, len(keys), AT_ONCE):
        query = select(Response.response, Response.provider, Response.round_id)
        for response, provider, round_id in connection.execute(
            query.where(Response.response.in_(keys[start : start + AT_ONCE]))
        ):
            number, theirs = rows[response]
            if provider != theirs or round_id is not None:
                words = f"{shown(response)} is the reference of another response; use one of your own"
                problems.append(Problem(sheet.name, number, "response", words))
    return problems


def _note_faults(brought: Brought, problems: list[Problem]) -> set[tuple[int, int]]:
    places = {one.kind: place for place, one in enumerate(brought.files)}
    found = [(places[one.file], one.line, one.column, one.message) for one in problems]
    rows = {fault[:2] for fault in found}
    brought.fault_rows = len(rows)
    counted = Counter((place, column, in_general(message)) for place, _line, column, message in found)
    brought.kinds = [(*kind, times) for kind, times in counted.most_common(30)]
    brought.faults = found[:MOST_FAULTS]
    return rows


def in_general(message: str) -> str:
    """A message without the words of the one cell it is about: equal for faults of one kind."""
    return re.sub(r"‘…’ is a duplicate: line .*", "‘…’ is a duplicate", re.sub(r"'[^']*'", "‘…’", message))


def _nothing() -> None:
    """No progress to show."""
