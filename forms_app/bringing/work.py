"""Checking, importing and undoing: at once where the files are small, else by the worker, with progress."""

import json
from typing import Any

from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.bringing import checking, undoing
from forms_app.bringing.kept import CHECKED, IMPORTED, MAPPED, UNDONE, UPLOADED, Brought
from forms_app.bringing.store import AT_ONCE, keep, running
from forms_app.database import db, refresh_statistics
from forms_app.models.rights import GuidedImport
from forms_app.worker import Progress, job_kind, start_job
from forms_app.worker.jobs import JobFailed

KIND = "bring-over"
SAY_EVERY = 2_000
MOST_LEFT = 500
LEAVE_OUT_TURNS = 6


def locked(number: int) -> GuidedImport | None:
    """An import, held until the transaction ends."""
    return db.session.scalar(select(GuidedImport).where(GuidedImport.id == number).with_for_update())


def begin(record: GuidedImport, brought: Brought, what: str) -> bool:
    """Do `what` (check, leave-out, import, undo) for the locked record, at once or by the worker. Commits.

    False where it can't be done any more: another tab did it, or something else, in the meantime.
    """
    rows = brought.rows if what != "undo" else record.rows
    number, turn = record.id, brought.turn
    audit_log.record("import-asked", provider=record.provider, number=number, what=what, rows=rows)
    if rows > AT_ONCE:
        job = start_job(KIND, provider=record.provider, number=number, what=what, turn=turn + 1)
        brought.job = job.id
        keep(record, brought, record.state)
        record.rows = rows
        db.session.commit()
        return True
    db.session.commit()
    return do(number, what, turn, None)


@job_kind(KIND)
def do_as_job(parameters: dict[str, Any], progress: Progress) -> None:
    """The same for large files, by the worker. Raises JobFailed."""
    if not do(parameters["number"], parameters["what"], parameters["turn"], progress):
        raise JobFailed(_("The files were changed in the meantime."))


def do(number: int, what: str, turn: int, progress: Progress | None) -> bool:
    """Do it, if the import is still as it was at `turn`. Commits."""
    match what:
        case "check" | "leave-out":
            return _check(number, turn, progress, leave_out=what == "leave-out")
        case "import":
            return _import(number, turn, progress)
        case _:
            return _undo(number, turn)


def _check(number: int, turn: int, progress: Progress | None, *, leave_out: bool) -> bool:
    record = db.session.get(GuidedImport, number)
    if record is None or record.state not in (UPLOADED, MAPPED, CHECKED):
        return False
    brought, whose = Brought.of(record), record.provider
    db.session.rollback()
    if brought.turn != turn:
        return False
    faulty = _checked(brought, whose, progress)
    for _turn in range(LEAVE_OUT_TURNS if leave_out else 0):
        if not faulty:
            break
        for place, file in enumerate(brought.files):
            file.out = sorted({*file.out, *(row for where, row in faulty if where == place)})
        faulty = _checked(brought, whose, progress)
    record = locked(number)
    if record is None or Brought.of(record).turn != turn:
        db.session.rollback()
        return False
    brought.job = None
    keep(record, brought, MAPPED if brought.faults or not brought.rows else CHECKED)
    found = brought.fault_rows
    audit_log.record("import-checked", provider=whose, number=number, rows=brought.rows, faults=found)
    db.session.commit()
    return True


def _checked(brought: Brought, whose: str | None, progress: Progress | None) -> set[tuple[int, int]]:
    done, total = 0, brought.rows

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None and done % SAY_EVERY == 0:
            progress.report(min(done, total), total)

    return checking.check(brought, whose, tick)


def _import(number: int, turn: int, progress: Progress | None) -> bool:
    """One transaction: whatever cuts it short leaves nothing."""
    record = locked(number)
    brought = Brought.of(record) if record is not None else Brought()
    if record is None or record.state != CHECKED or brought.turn != turn:
        db.session.rollback()
        return False
    try:
        written = checking.write(brought, record.provider, _nothing)
    except checking.StillFaulty:
        # The records changed since the check: what is wrong now is shown, and nothing was brought over.
        db.session.rollback()
        return _check(number, turn, progress, leave_out=False)
    rows = brought.rows
    for one in brought.files:
        one.counts = written.counts.get(one.kind, [])
        # What was brought over stands in the records now; the files need not be kept.
        one.rows, one.fixed, one.above = [], {}, []
    brought.job, brought.faults = None, []
    record.undo = json.dumps(written.undo, ensure_ascii=False)
    keep(record, brought, IMPORTED)
    record.rows = rows
    new, changed = (sum(counts[place] for counts in written.counts.values()) for place in (0, 1))
    audit_log.record("import-made", provider=record.provider, number=number, new=new, changed=changed)
    db.session.commit()
    if rows > AT_ONCE:
        refresh_statistics()
    return True


def _undo(number: int, turn: int) -> bool:
    record = locked(number)
    brought = Brought.of(record) if record is not None else Brought()
    if record is None or record.state != IMPORTED or record.undo is None or brought.turn != turn:
        db.session.rollback()
        return False
    rows = record.rows
    plan = undoing.plan_undo(json.loads(record.undo))
    left = plan.left
    undoing.undo(plan)
    brought.job, brought.undone, brought.left = None, plan.rows, left[:MOST_LEFT]
    record.undo = None
    keep(record, brought, UNDONE)
    record.rows = rows
    audit_log.record("import-undone", provider=record.provider, number=number, rows=brought.undone, left=len(left))
    db.session.commit()
    return True


def may_begin(record: GuidedImport, brought: Brought, turn: str) -> bool:
    """Whether the page that was sent is still of the import as it is, and nothing is at work on it."""
    return turn == str(brought.turn) and running(brought) is None and current_user.is_authenticated


def _nothing() -> None:
    """No progress: an import is one transaction."""
