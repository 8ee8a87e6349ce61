"""Files that take longer than a page may: a job of the worker makes them, and they are kept for a day."""

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from forms_app import clock
from forms_app.database import db
from forms_app.models.work import Job
from forms_app.results.export.making import ExportOrder, ExportRefused, make_export
from forms_app.worker import Progress, duty, job_kind
from forms_app.worker.files import files_folder
from forms_app.worker.jobs import JobFailed

KIND = "results-export"
FOLDER = "exports"
KEPT = timedelta(days=1)


def file_of(job: Job) -> Path | None:
    """The file that a job made, or None where there is none (any more)."""
    path = files_folder() / job.result if job.result else None
    return path if path is not None and path.is_file() else None


@job_kind(KIND)
def make_file(parameters: dict[str, Any], progress: Progress) -> str:
    """Make the file that was asked for; returns its name below HOME/files."""
    name = f"{secrets.token_hex(16)}.zip"
    try:
        make_export(files_folder(FOLDER) / name, ExportOrder.from_plain(parameters["order"]), progress.report)
    except ExportRefused as refused:
        raise JobFailed(str(refused)) from None
    return f"{FOLDER}/{name}"


@duty("old exports", every=3600)
def delete_old_files() -> int:
    """Delete the files of answers that are older than a day; how many there were."""
    old = clock.now() - KEPT
    jobs = db.session.scalars(select(Job).where(Job.kind == KIND, Job.result.is_not(None), Job.finished_at < old))
    gone = 0
    for job in jobs.all():
        path = file_of(job)
        if path is not None:
            path.unlink()
            gone += 1
        job.result = None
    db.session.commit()
    return gone
