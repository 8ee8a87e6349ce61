"""Exporting: the same files, sorted by key, the same bytes for the same records."""

import csv
import os
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, collate, func, select
from sqlalchemy.orm import InstrumentedAttribute

from forms_app import audit_log
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db, only_reading
from forms_app.exchange.filed_returns import WHOLE, plain_value
from forms_app.exchange.files import FILES
from forms_app.exchange.kinds import Setting, write_cell
from forms_app.exchange.layout import File
from forms_app.exchange.questions import FIXED, cell_of_answer
from forms_app.models.filing import FiledReturn, ReturnValue
from forms_app.models.responses import AnswerRow, Response

AT_ONCE = 5_000
ANSWERED_AT_ONCE = 500
Progress = Callable[[str], Callable[[], None]]


def export_folder(folder: Path, progress: Progress) -> dict[str, int]:
    """Write every file into `folder`, making it where it is missing; files of an earlier export are replaced.

    Gives the rows by file. Only the version of a return that counts, and only submitted responses, are written.
    """
    setting = Setting(library(), today())
    folder.mkdir(parents=True, exist_ok=True)
    # One view of the data for all files, whatever is written meanwhile (SQLite gives it anyway).
    options = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    with only_reading():
        connection = db.session.connection(execution_options=options)
        counts = {file.name: _write(folder / file.name, file, connection, setting, progress(file.name)) for file in FILES}
    # The audit log is a chain: its next link must see the newest one, so it can't be written from the files' view.
    db.session.rollback()
    audit_log.record("exported", rows=sum(counts.values()))
    db.session.commit()
    return counts


def _write(path: Path, file: File, connection: Connection, setting: Setting, tick: Callable[[], None]) -> int:
    rows = {"returns.csv": _returns, "responses.csv": _responses}.get(file.name, _records)
    part, lines = path.with_name(f".{path.name}.part"), 0
    try:
        with part.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened, lineterminator="\n")
            for cells in rows(file, connection, setting):
                writer.writerow(cells)
                lines += 1
                tick()
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return lines - 1


def _records(file: File, connection: Connection, setting: Setting) -> Iterator[list[str]]:
    names = [column.name for column in file.columns]
    yield names
    columns = [getattr(file.model, name) for name in names]
    ordered = select(*columns).order_by(*(in_order(connection, getattr(file.model, name)) for name in file.key))
    for row in connection.execute(ordered.execution_options(yield_per=AT_ONCE)):
        yield [write_cell(value) for value in row]


def _returns(file: File, connection: Connection, setting: Setting) -> Iterator[list[str]]:
    yield [column.name for column in file.columns]
    whole = [getattr(FiledReturn, name) for name in WHOLE]
    latest = select(*whole, func.max(FiledReturn.version).label("version")).group_by(*whole).subquery()
    same = [getattr(FiledReturn, name) == latest.c[name] for name in (*WHOLE, "version")]
    found = (
        select(*whole, ReturnValue.field, ReturnValue.value, ReturnValue.note, FiledReturn.filed_on)
        .select_from(FiledReturn)
        .join(latest, same[0] & same[1] & same[2] & same[3] & same[4])
        .join(ReturnValue, ReturnValue.filed_return_id == FiledReturn.id)
        .where(ReturnValue.value != "")
        .order_by(*(in_order(connection, column) for column in (*whole, ReturnValue.field)))
    )
    for row in connection.execute(found.execution_options(yield_per=AT_ONCE)):
        value = plain_value(setting, row.framework, row.form, row.field, row.value)
        yield [write_cell(it) for it in (*row[:5], value, row.note, row.filed_on)]


def _responses(file: File, connection: Connection, setting: Setting) -> Iterator[list[str]]:
    names = [column.name for column in file.all_columns(setting)]
    asked = connection.execute(
        select(AnswerRow.question).join(Response).where(Response.submitted_on.is_not(None)).distinct()
    ).scalars()
    # Questions that no survey asks any longer keep their answers.
    names += sorted(set(asked) - set(names))
    yield names
    surveys = setting.library.surveys
    fixed = [name for name in names if name in FIXED]
    last = ""
    while rows := connection.execute(_next_responses(connection, fixed, last)).mappings().all():
        last = rows[-1]["response"]
        answers = _answers(connection, [row["response"] for row in rows])
        for row in rows:
            questions = surveys[row["survey"]].by_key if row["survey"] in surveys else {}
            given = answers.get(row["response"], {})
            yield [
                write_cell(row[name])
                if name in FIXED
                else write_cell(cell_of_answer(questions.get(name), given.get(name, [])))
                for name in names
            ]


def _next_responses(connection: Connection, fixed: list[str], last: str) -> Any:
    key = in_order(connection, Response.response)
    columns = [getattr(Response, name) for name in fixed]
    return select(*columns).where(Response.submitted_on.is_not(None), key > last).order_by(key).limit(ANSWERED_AT_ONCE)


def _answers(connection: Connection, responses: list[str]) -> dict[str, dict[str, list[Any]]]:
    """The rows of answers by response and question."""
    columns = (AnswerRow.response, AnswerRow.question, AnswerRow.code, AnswerRow.number, AnswerRow.text)
    found = select(*columns).where(AnswerRow.response.in_(responses)).order_by(AnswerRow.response, AnswerRow.question)
    rows = connection.execute(found).mappings().all()
    return {
        response: {question: list(same) for question, same in groupby(of_one, key=lambda row: row["question"])}
        for response, of_one in groupby(rows, key=lambda row: row["response"])
    }


def in_order(connection: Connection, column: "InstrumentedAttribute[Any]") -> ColumnElement[Any]:
    """The column as sorted by its bytes, which both engines do alike."""
    if connection.dialect.name == "postgresql" and isinstance(column.type, String):
        return collate(column, "C")
    return column  # type: ignore[return-value]
