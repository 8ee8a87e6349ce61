"""What is typed of a form is kept by user, encrypted, and goes when the form is saved for good.

A page carries a mark of its own, made when it opens. What is kept remembers the mark of the page it came from: a page may
save over what it has saved itself, and over the draft that it was opened from, but not over another tab's words.
"""

import json
import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_security import current_user
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from forms_app import clock
from forms_app.accounts import own_provider
from forms_app.database import db
from forms_app.drafts.forms import NEW, known_forms
from forms_app.models.accounts import User
from forms_app.models.casework import FormDraft

OWN_FIELDS = ("draft_page", "draft_seen", "draft_number", "draft")
MOST_FIELDS, LONGEST_NAME, LONGEST = 600, 120, 200_000
MOST_LISTED = 20
MARK = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class OnPage:
    """A form on its page. `fields`: what was kept of it, where it was opened again; `others`: who else is at it."""

    form: str
    subject: str
    page: str
    seen: str
    fields: MultiDict[str, str] | None
    began_at: datetime | None
    saved_at: datetime | None
    others: list["DraftLine"]


@dataclass(frozen=True)
class DraftLine:
    """An unfinished form, as a page about its subject tells of it. Times are those of the tables."""

    form: str
    subject: str
    user: str
    own: bool
    began_at: datetime
    saved_at: datetime

    @property
    def title(self) -> str:
        """What it is: "review"."""
        return str(known_forms()[self.form].title)

    @property
    def page(self) -> str:
        """Where to go on with it."""
        return known_forms()[self.form].page(self.subject)


class OtherTab(Exception):
    """The same user has the form open elsewhere, and it was saved from there at `saved_at`."""

    def __init__(self, saved_at: datetime) -> None:
        super().__init__("open in another tab")
        self.saved_at = saved_at


class TooLong(Exception):
    """More than any form of ours holds."""


class NotOurs(Exception):
    """What was sent carries no mark of a page of ours: nothing is known of where it comes from."""


def open_draft(form: str, subject: str, sent: MultiDict[str, str]) -> OnPage:
    """What is kept of a form for the page that shows it: one query. `sent`: the fields it was sent with, if it was."""
    mine, others = None, []
    wanted = select(FormDraft, User.name).join(User, User.id == FormDraft.user_id)
    wanted = wanted.where(FormDraft.provider == own_provider(), FormDraft.form == form, FormDraft.subject == subject)
    for row, name in db.session.execute(wanted):
        if row.user_id == current_user.id:
            mine = row
        elif subject != NEW:
            others.append(_line(row, name))
    kept = json.loads(mine.typed) if mine else {}
    if MARK.fullmatch(sent.get("draft_page", "")):
        page, seen, fields = sent["draft_page"], sent.get("draft_seen", ""), None
    else:
        page, seen = uuid.uuid4().hex, kept.get("page", "")
        fields = MultiDict([(name, value) for name, value in kept["fields"]]) if mine else None
    began = datetime.fromisoformat(kept["began"]) if mine else None
    return OnPage(form, subject, page, seen, fields, began, mine.saved_at if mine else None, others)


def keep_draft(form: str, subject: str, sent: MultiDict[str, str], *, anyway: bool = False) -> datetime:
    """Keep what a page sent, in the current transaction; returns when. Raises NotOurs, OtherTab or TooLong if not.

    A save that was overtaken by a later one of its own page changes nothing. `anyway` puts it in another tab's place.
    """
    fields = [[name, value] for name, value in sent.items(multi=True) if name not in OWN_FIELDS]
    if not MARK.fullmatch(sent.get("draft_page", "")):
        raise NotOurs
    if len(fields) > MOST_FIELDS or any(len(name) > LONGEST_NAME for name, _value in fields):
        raise TooLong
    if sum(len(name) + len(value) for name, value in fields) > LONGEST:
        raise TooLong
    page = sent.get("draft_page", "")
    number = _number(sent.get("draft_number", ""))
    key = (own_provider(), form, subject, current_user.id)
    row = db.session.get(FormDraft, key, with_for_update=True, populate_existing=True)
    begun = {"page": "", "number": 0, "began": clock.now().isoformat(), "fields": []}
    kept: dict[str, Any] = json.loads(row.typed) if row else begun
    if row is not None and kept["fields"] != fields and not anyway:
        if kept["page"] not in (page, sent.get("draft_seen", "")):
            raise OtherTab(row.saved_at)
        if kept["page"] == page and number is not None and number < kept["number"]:
            return row.saved_at
    if row is None:
        row = FormDraft(provider=key[0], form=form, subject=subject, user_id=current_user.id)
        db.session.add(row)
    row.typed = json.dumps({"page": page, "number": number or 0, "began": kept["began"], "fields": fields})
    row.saved_at = clock.now()
    db.session.flush()
    return row.saved_at


def forget_draft(form: str, subject: str) -> None:
    """Let go of the user's own draft, in the current transaction: the form is saved for good, or thrown away."""
    mine = {"provider": own_provider(), "form": form, "subject": subject, "user_id": current_user.id}
    db.session.execute(delete(FormDraft).filter_by(**mine))


def others_at(form: str, subject: str) -> list[str]:
    """The names of colleagues who have begun the same form about the same record: one query."""
    wanted = select(User.name).join(FormDraft, FormDraft.user_id == User.id)
    wanted = wanted.where(FormDraft.provider == own_provider(), FormDraft.form == form, FormDraft.subject == subject)
    wanted = wanted.where(FormDraft.user_id != current_user.id).order_by(User.name)
    return [] if subject == NEW else list(db.session.scalars(wanted))


def drafts_about(provider: str, subjects: Collection[str]) -> list[DraftLine]:
    """Unfinished forms about any of `subjects`, the user's own first: one query."""
    wanted = select(FormDraft, User.name).join(User, User.id == FormDraft.user_id)
    wanted = wanted.where(FormDraft.provider == provider, FormDraft.subject.in_(subjects))
    found = [_line(row, name) for row, name in db.session.execute(wanted) if row.form in known_forms()]
    return sorted(found, key=lambda line: (not line.own, line.saved_at))


def own_drafts(form: str) -> list[DraftLine]:
    """The user's own unfinished forms of one kind, whatever they are about, the newest first: one query."""
    mine = {"provider": own_provider(), "form": form, "user_id": current_user.id}
    wanted = select(FormDraft).filter_by(**mine).order_by(FormDraft.saved_at.desc(), FormDraft.subject)
    return [_line(row, current_user.name) for row in db.session.scalars(wanted.limit(MOST_LISTED))]


def _line(row: FormDraft, name: str) -> DraftLine:
    began = datetime.fromisoformat(json.loads(row.typed)["began"])
    return DraftLine(row.form, row.subject, name, row.user_id == current_user.id, began, row.saved_at)


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,16}", text, re.ASCII) else None
