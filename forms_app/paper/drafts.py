"""What is typed of a sheet is kept on the server from the first field on, and no save hides another."""

import json
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_security import current_user
from sqlalchemy import delete, select

from forms_app import clock
from forms_app.database import db
from forms_app.models.paper import SheetDraft
from forms_app.models.responses import PaperSheet
from forms_app.paper.making import CALL, PRINTED
from forms_app.worker import duty

FIRST, AGAIN = "typed", "again"
"""The first typing of a sheet, and the second, by which it is checked."""


@dataclass(frozen=True)
class Kept:
    """A draft as a page shows it. `version` goes with the page, 0 where nothing is kept yet."""

    fields: dict[str, str]
    again: dict[str, str]
    version: int = 0
    receipt: str = ""


class OtherHands(Exception):
    """Someone, or another tab, has saved something else meanwhile; `kept` is what is there."""

    def __init__(self, kept: Kept) -> None:
        super().__init__("saved by another meanwhile")
        self.kept = kept


def kept_of(code: str) -> Kept:
    """What is kept of a sheet so far."""
    draft = db.session.get(SheetDraft, code)
    if draft is None:
        return Kept({}, {})
    again = json.loads(draft.again) if draft.again else {}
    return Kept(json.loads(draft.typed), again, draft.version, draft.receipt or "")


def keep(code: str, fields: dict[str, str], seen: int, *, which: str = FIRST) -> int:
    """Keep what a page sent, in the current transaction; returns the draft's new version. The sheet must be locked.

    `seen` is the version that the page was made from. Raises OtherHands where another save came between with other
    words; the same words twice do no harm.
    """
    draft = db.session.get(SheetDraft, code, populate_existing=True)
    stored = json.loads(getattr(draft, which) or "{}") if draft else {}
    user = current_user.id
    if draft is None:
        typed = json.dumps(fields if which == FIRST else {})
        draft = SheetDraft(sheet=code, typed=typed, typed_by=user, saved_at=clock.now())
        db.session.add(draft)
    elif stored == fields:
        return draft.version
    elif stored and draft.version != seen:
        raise OtherHands(kept_of(code))
    setattr(draft, which, json.dumps(fields))
    setattr(draft, f"{which}_by", user)
    draft.saved_at = clock.now()
    db.session.flush()
    return draft.version


def begin_with_receipt(code: str, receipt: str) -> None:
    """Begin the draft of a call, with the code that is read out at its end. In the current transaction."""
    draft = SheetDraft(sheet=code, typed="{}", typed_by=current_user.id, saved_at=clock.now(), receipt=receipt)
    db.session.add(draft)
    db.session.flush()


@duty("old-sheet-drafts", every=3600)
def forget_old() -> int:
    """Delete what was typed of sheets and calls that nobody went on with for as long as answers wait online; how many.

    A sheet of paper can be typed in again; a call goes altogether.
    """
    old = clock.now() - timedelta(days=current_app.config["FINISH_WITHIN_DAYS"])
    codes = list(db.session.scalars(select(SheetDraft.sheet).where(SheetDraft.saved_at < old)))
    db.session.execute(delete(SheetDraft).where(SheetDraft.sheet.in_(codes)))
    calls = PaperSheet.code.in_(codes), PaperSheet.layout == CALL, PaperSheet.state == PRINTED
    db.session.execute(delete(PaperSheet).where(*calls))
    db.session.commit()
    return len(codes)


def drop(code: str) -> None:
    """Let go of what was typed of a sheet, in the current transaction."""
    db.session.execute(delete(SheetDraft).where(SheetDraft.sheet == code))
