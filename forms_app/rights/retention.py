"""Rules for what is kept for how long, which run by themselves once a day and note what they removed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import delete, func, or_, select, update

from forms_app import clock
from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.messages.carriers.outbox import outbox_folder
from forms_app.messages.queueing import CANCELLED, DELIVERED, FAILED, SENT
from forms_app.models.accounts import PasswordReset, StaffInvitation
from forms_app.models.casework import FormDraft
from forms_app.models.rights import GuidedImport, RetentionRun
from forms_app.models.safety import SafetyItem
from forms_app.models.work import Job, Message
from forms_app.rights.long_closed import erase_long_closed
from forms_app.safety.kinds import CLOSED
from forms_app.worker import ONCE_A_DAY, duty
from forms_app.worker.stopping import stopping
from surveys.periods import add_months


@dataclass(frozen=True)
class Rule:
    """One rule: `setting` says for how long, in days, or years where `years`; `work` removes what is older than a day."""

    name: str
    setting: str
    what: Any
    work: Callable[[date], int]
    years: bool = False

    @property
    def length(self) -> int:
        """How many days or years."""
        number: int = current_app.config[self.setting]
        return number

    @property
    def before(self) -> date:
        """What is older than this day goes."""
        today = clock.today()
        return add_months(today, -12 * self.length) if self.years else today - timedelta(days=self.length)


def _delete_drafts(before: date) -> int:
    return _count(delete(FormDraft).where(FormDraft.saved_at < before).returning(FormDraft.subject))


def _empty_safety_contacts(before: date) -> int:
    details = [SafetyItem.contact_name, SafetyItem.contact_how, SafetyItem.contact_when]
    details += [SafetyItem.known_name, SafetyItem.known_how]
    kept = or_(*(column.is_not(None) for column in details))
    old = update(SafetyItem).where(SafetyItem.state == CLOSED, SafetyItem.closed_at < before, kept)
    emptied = {column.key: None for column in details}
    return _count(old.values(**emptied, version=SafetyItem.version + 1).returning(SafetyItem.id))


def _empty_addresses(before: date) -> int:
    over = Message.state.in_((SENT, DELIVERED, FAILED, CANCELLED))
    old = func.coalesce(Message.sent_at, Message.not_before) < before
    wanted = update(Message).where(over, old, Message.address.is_not(None))
    return _count(wanted.values(address=None).returning(Message.id)) + _delete_files(outbox_folder().glob("*.*"), before)


def _delete_imports(before: date) -> int:
    return _count(delete(GuidedImport).where(GuidedImport.changed_at < before).returning(GuidedImport.id))


def _delete_made_files(before: date) -> int:
    folder = Path(current_app.config["HOME"]) / "files"
    gone = _delete_files(folder.rglob("*"), before)
    results = select(Job).where(Job.result.is_not(None))
    for job in db.session.scalars(results).all() if gone else ():
        if job.result and not (folder / job.result).exists():
            job.result = None
    return gone


def _delete_links(before: date) -> int:
    resets = delete(PasswordReset).where(PasswordReset.expires_at < before).returning(PasswordReset.token_hash)
    invited = delete(StaffInvitation).where(StaffInvitation.expires_at < before).returning(StaffInvitation.token_hash)
    return _count(resets) + _count(invited)


RULES = (
    Rule("closed-people", "KEEP_CLOSED_YEARS",
         lazy_gettext("People whose support was closed, or who were pointed elsewhere, are erased"),
         erase_long_closed, years=True),
    Rule("drafts", "KEEP_DRAFTS_DAYS", lazy_gettext("Forms that were never saved for good are deleted"), _delete_drafts),
    Rule("safety-contacts", "KEEP_SAFETY_CONTACT_DAYS",
         lazy_gettext("Contact details in safety items that are closed are emptied"), _empty_safety_contacts),
    Rule("addresses", "KEEP_ADDRESSES_DAYS",
         lazy_gettext("Addresses and numbers of messages that were sent are emptied"), _empty_addresses),
    Rule("imports", "KEEP_IMPORTS_DAYS", lazy_gettext("Files brought over in the browser are deleted"), _delete_imports),
    Rule("files", "KEEP_FILES_DAYS", lazy_gettext("Files made for staff to fetch are deleted"), _delete_made_files),
    Rule("links", "KEEP_LINKS_DAYS",
         lazy_gettext("Links to open an account or set a password are deleted once they have run out"), _delete_links),
)  # fmt: skip


@duty("retention", every=ONCE_A_DAY)
def run_retention() -> int:
    """Do every rule, each in a transaction of its own; how many things were removed. What removed nothing is not noted."""
    removed = 0
    for rule in RULES:
        if stopping():
            break
        number = rule.work(rule.before)
        if number:
            words = _("Older than %(day)s: %(number)s.", day=day_words(rule.before), number=number)
            db.session.add(RetentionRun(rule=rule.name, ran_on=clock.today(), removed=number, words=words))
        db.session.commit()
        removed += number
    return removed


def _count(statement: Any) -> int:
    return len(db.session.execute(statement).all())


def _delete_files(paths: Iterator[Path], before: date) -> int:
    old = time.time() - (clock.today() - before).days * ONCE_A_DAY
    found = [path for path in paths if path.is_file() and path.stat().st_mtime < old]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
