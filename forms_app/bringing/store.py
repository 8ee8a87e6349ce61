"""Finding, keeping and changing an import. Whose it is; what step comes next."""

import hashlib
import json
from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import defer

from forms_app import clock
from forms_app.accounts import own_provider
from forms_app.bringing.guessing import bare
from forms_app.bringing.kept import Brought, BroughtFile
from forms_app.database import db
from forms_app.models.rights import ColumnMapping, GuidedImport
from forms_app.models.work import Job

AT_ONCE = 3_000
"""Up to so many rows are checked and imported while the page waits."""
LISTED = 50


def own() -> str | None:
    """The provider whose rows the person who has signed in may bring; None for the council's administrators: all."""
    if current_user.provider is None and current_user.has_role("administrator"):
        return None
    return own_provider()


def of_ours() -> Any:
    """The imports of one's organisation, without their contents."""
    whose = own()
    ours = GuidedImport.provider.is_(None) if whose is None else GuidedImport.provider == whose
    return select(GuidedImport).where(ours)


def listed() -> list[GuidedImport]:
    """The newest imports, for the list."""
    query = of_ours().options(defer(GuidedImport.content), defer(GuidedImport.undo))
    return list(db.session.scalars(query.order_by(GuidedImport.id.desc()).limit(LISTED)))


def own_import(number: int, *, lock: bool = False) -> GuidedImport:
    """One of the organisation's imports. Aborts with 404 where it is none."""
    wanted = of_ours().where(GuidedImport.id == number)
    found: GuidedImport | None = db.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        abort(404, _("There is no such import. Files are deleted after a while, and when someone in them is erased."))
    return found


def keep(record: GuidedImport, brought: Brought, state: str) -> None:
    """Put what changed into the record; the next turn begins."""
    brought.turn += 1
    record.content, record.state, record.changed_at, record.rows = brought.to_text(), state, clock.now(), brought.rows


def running(brought: Brought) -> Job | None:
    """The worker's job with these files, as long as it waits or runs."""
    job = db.session.get(Job, brought.job) if brought.job is not None else None
    return job if job is not None and job.state in ("waiting", "running") else None


def remembered(file: BroughtFile, whose: str | None) -> bool:
    """Map a file's columns as they were for the last one with the same header; whether there was one."""
    found = db.session.scalar(_mapping(file, whose))
    if found is None:
        return False
    kept = json.loads(found.mapping)
    file.columns, file.values, file.order = kept["columns"], kept["values"], kept["order"]
    file.settled = ["kind", "columns"]
    return True


def remember(file: BroughtFile, whose: str | None) -> None:
    """Keep how a file's columns and values are ours, for the next with the same header. No row of it is kept."""
    kept = {"columns": file.columns, "values": file.values, "order": file.order}
    found = db.session.scalar(_mapping(file, whose))
    if found is None:
        found = ColumnMapping(provider=whose, kind=file.kind, header=_header(file))
        db.session.add(found)
    found.mapping, found.changed_at = json.dumps(kept, ensure_ascii=False), clock.now()


def _mapping(file: BroughtFile, whose: str | None) -> Any:
    """Served by ix_column_mapping_header."""
    ours = ColumnMapping.provider.is_(None) if whose is None else ColumnMapping.provider == whose
    same = (ours, ColumnMapping.kind == file.kind, ColumnMapping.header == _header(file))
    return select(ColumnMapping).where(*same).order_by(ColumnMapping.id.desc()).limit(1)


def _header(file: BroughtFile) -> str:
    return hashlib.sha256(json.dumps([bare(title) for title in file.header]).encode()).hexdigest()
