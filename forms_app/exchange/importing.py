"""Importing a folder of files: looked through, checked, and then written in one transaction or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from forms_app import audit_log
from forms_app.app import library
from forms_app.clock import today
from forms_app.database import db, refresh_statistics
from forms_app.exchange.check import FileCheck, match_header
from forms_app.exchange.csv_files import Sheet, look_through
from forms_app.exchange.filed_returns import ReturnsWriter
from forms_app.exchange.files import BY_NAME, FILES
from forms_app.exchange.kinds import Setting
from forms_app.exchange.known import Known
from forms_app.exchange.layout import Context, File
from forms_app.exchange.problems import Report
from forms_app.exchange.rejects import Rejects
from forms_app.exchange.store import TableWriter, Writer
from forms_app.exchange.survey_responses import ResponsesWriter

MANY = 1_000
"""Rows after which a database that plans by what it knows of its tables should look at them again."""
SHEETS = {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".ods"}
Progress = Callable[[str], Callable[[], None]]
"""Given a file's name, makes the function that is called after each of its rows."""


class FileCount(NamedTuple):
    """Rows of a file, and how many of them were new or differed from what was there."""

    file: str
    rows: int
    changed: int


@dataclass
class Outcome:
    """What became of an import. `imported` is false when nothing was written."""

    report: Report
    counts: list[FileCount] = field(default_factory=list)
    imported: bool = False
    rejected_rows: int = 0


class NothingToImport(ValueError):
    """The folder holds none of the files."""


@dataclass
class Folder:
    """The files of a folder that are ours, looked through, in the order in which they are read."""

    sheets: list[tuple[File, Sheet]]
    report: Report

    @property
    def rows(self) -> int:
        return sum(sheet.rows for _, sheet in self.sheets)


def open_folder(path: Path) -> Folder:
    """Look through a folder's files; those that can't be read are reported. Raises NothingToImport."""
    report = Report()
    for other in sorted(path.iterdir()):
        if other.name in BY_NAME or other.name.startswith(".") or other.suffix.lower() not in SHEETS:
            continue
        near = get_close_matches(other.name.lower(), BY_NAME, n=1, cutoff=0.7)
        hint = f"; did you mean {near[0]}?" if near else ""
        report.warnings.append(f"{other.name}: not one of the files that are imported, so it was left out{hint}")
    sheets = [(file, look_through(path / file.name)) for file in FILES if (path / file.name).is_file()]
    if not sheets:
        said = "".join(f"\n{warning}" for warning in report.warnings)
        raise NothingToImport(f"{path} holds none of the files that can be imported: {', '.join(BY_NAME)}.{said}")
    report.problems += [sheet.fault for _, sheet in sheets if sheet.fault]
    return Folder(sheets, report)


def import_folder(folder: Folder, *, check_only: bool, rejects: Rejects | None, progress: Progress) -> Outcome:
    """Import a folder's files, whole or not at all; with `rejects`, the good rows only. One transaction."""
    report = folder.report
    hopeless = rejects is None and bool(report.problems)
    try:
        counts = _run(folder, report, rejects, progress, write=not check_only and not hopeless)
        if check_only or (rejects is None and report.problems):
            db.session.rollback()
            return Outcome(report)
        if rejects:
            rejects.close()
        rows = sum(count.rows for count in counts)
        audit_log.record("imported", rows=rows)
        db.session.commit()
        if rows >= MANY:
            refresh_statistics()
    except BaseException:
        db.session.rollback()
        raise
    return Outcome(report, counts, True, rejects.rows if rejects else 0)


def _run(folder: Folder, report: Report, rejects: Rejects | None, progress: Progress, *, write: bool) -> list[FileCount]:
    connection = db.session.connection()
    context = Context(Setting(library(), today()), known_for(folder, connection, rejects))
    counts: list[FileCount] = []
    for file, sheet in folder.sheets:
        if not write or (report.problems and rejects is None):
            # From here on the database is not needed: others may have it.
            db.session.rollback()
            write = False
        if sheet.fault:
            if rejects:
                rejects.whole(sheet)
            continue
        check = FileCheck(file, sheet, context, report, rejects)
        writer: Writer | None = None
        if write:
            writer = writer_for(connection, file, sheet, context.setting)
            check.take = writer.take
        check.run(progress(file.name))
        if writer and (rejects or not report.problems):
            writer.finish()
            counts.append(FileCount(file.name, check.good, writer.changed))
    return counts


def known_for(folder: Folder, connection: Connection, rejects: Rejects | None, own: str | None = None) -> Known:
    """The keys that the folder's rows may refer to, as the database holds them; with `own`, one provider's alone."""
    known = Known()
    referred = {column.refers for file, _ in folder.sheets for column in file.columns if column.refers}
    names = {file.name for file, _ in folder.sheets}
    things = {thing for thing in referred if thing} | ({"contract"} if names & {"contracts.csv", "returns.csv"} else set())
    known.load(connection, things, own)
    if rejects is None:
        known.unsure |= {file.thing for file, sheet in folder.sheets if sheet.fault}
    return known


def writer_for(connection: Connection, file: File, sheet: Sheet, setting: Setting) -> Writer:
    """What writes the rows of a sheet, of the columns that it has."""
    places, _ = match_header(file, sheet, setting)
    names = [place.column.name for place in places]
    if file.name == "returns.csv":
        return ReturnsWriter(connection, setting, names)
    if file.name == "responses.csv":
        return ResponsesWriter(connection, setting, names)
    return TableWriter(connection, file.model, file.key, names)
