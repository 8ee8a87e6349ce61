"""Making sheets: a row and a code for each, and the PDF that holds them. Many are made by the worker."""

import secrets
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update

from forms_app import audit_log, clock
from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.models.responses import PaperSheet, Round
from forms_app.models.work import Job
from forms_app.paper.codes import new_code
from forms_app.paper.printed import Edition, SheetCodes, print_sheets
from forms_app.printing import NoPrinter
from forms_app.respond.keys import new_key, receipt_code, receipt_hash
from forms_app.respond.rounds import survey_of
from forms_app.respond.versions import freeze
from forms_app.worker import Progress, duty, job_kind, start_job
from forms_app.worker.files import files_folder, write_private
from forms_app.worker.jobs import JobFailed

KIND = "paper-sheets"
AT_ONCE = 5
"""More sheets than this are made by the worker."""
MOST = 500
TOGETHER = 25
"""Sheets in one PDF: enough memory for twenty-five long surveys is found everywhere."""
KEPT = timedelta(days=1)
"""A file of sheets holds their receipt codes, so it is deleted after this."""
PRINTED, CALL = "printed", "phone"


def edition_for(round_: Round, language: str, layout: str, return_to: str = "") -> Edition:
    """What sheets of a round made now say."""
    provider = db.session.get_one(Provider, round_.provider)
    return Edition(round_, provider, survey_of(round_), language, layout, return_to)


def make_sheets(edition: Edition, how_many: int) -> bytes:
    """Add so many sheets to the current transaction; returns the PDF that holds them. Raises NoPrinter."""
    sheets = [add_sheet(edition, edition.layout) for _ in range(how_many)]
    return print_sheets(edition, sheets)


def add_sheet(edition: Edition, layout: str) -> SheetCodes:
    """Add one sheet (or a call, by its layout) with a code and a receipt code of its own."""
    receipt = receipt_code(new_key())
    code = new_code()
    while db.session.get(PaperSheet, code) is not None:
        code = new_code()
    row = PaperSheet(code=code, round_id=edition.round.id, version=freeze(edition.survey), language=edition.language)
    row.layout, row.state, row.made_on, row.receipt_hash = layout, PRINTED, clock.today(), receipt_hash(receipt)
    db.session.add(row)
    db.session.flush()
    return SheetCodes(code, receipt)


def note_printing(edition: Edition, how_many: int) -> None:
    """Write in the audit log that sheets were printed, in the current transaction."""
    audit_log.record(
        "sheets-printed",
        provider=edition.round.provider,
        round=edition.round.id,
        language=edition.language,
        layout=edition.layout,
        sheets=how_many,
    )


def ask_for_sheets(edition: Edition, how_many: int) -> Job:
    """Ask the worker for so many sheets, in the current transaction."""
    job = start_job(
        KIND,
        provider=edition.round.provider,
        round=edition.round.id,
        language=edition.language,
        layout=edition.layout,
        return_to=edition.return_to,
        sheets=how_many,
    )
    job.total = how_many
    return job


@job_kind(KIND)
def print_many(parameters: dict[str, Any], progress: Progress) -> str:
    """Make the sheets a part at a time: one PDF, or a ZIP file of several. Returns its name below HOME/files."""
    how_many = int(parameters["sheets"])
    round_ = db.session.get(Round, parameters["round"])
    if round_ is None:
        raise JobFailed("The round is gone.")
    edition = edition_for(round_, parameters["language"], parameters["layout"], parameters["return_to"])
    stem = f"sheets-{secrets.token_hex(12)}"
    made: list[Path] = []
    codes: list[str] = []
    try:
        for start in range(0, how_many, TOGETHER):
            part = min(TOGETHER, how_many - start)
            sheets = [add_sheet(edition, edition.layout) for _ in range(part)]
            codes += [sheet.code for sheet in sheets]
            made.append(files_folder() / f"{stem}-{start + 1:03}-to-{start + part:03}.pdf")
            write_private(made[-1], print_sheets(edition, sheets))
            progress.report(start + part, how_many)
    except Exception as error:
        _undo(made, codes)
        if isinstance(error, NoPrinter):
            raise JobFailed(str(error)) from error
        raise
    note_printing(edition, how_many)
    db.session.commit()
    return made[0].name if len(made) == 1 else _zipped(files_folder() / f"{stem}.zip", made, round_.slug)


def _undo(made: list[Path], codes: list[str]) -> None:
    """Nobody will see these sheets."""
    db.session.rollback()
    db.session.execute(delete(PaperSheet).where(PaperSheet.code.in_(codes)))
    db.session.commit()
    for path in made:
        path.unlink(missing_ok=True)


@duty("old-sheets", every=3600)
def forget_files() -> int:
    """Delete files of sheets after a day, also those of a job that was cut off; how many."""
    gone = 0
    for path in files_folder().glob("sheets-*"):
        if time.time() - path.stat().st_mtime > KEPT.total_seconds():
            db.session.execute(update(Job).where(Job.result == path.name).values(result=None))
            db.session.commit()
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _zipped(path: Path, parts: list[Path], slug: str) -> str:
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as together:
        for part in parts:
            together.write(part, f"{slug}-{part.stem.split('-', 2)[2]}.pdf")
            part.unlink()
    return path.name
