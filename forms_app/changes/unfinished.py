"""Entries that are not finished keep what was typed: a new one, and the change of one on file.

Drafts belong to a provider, so the council's own entries are not kept so.
"""

from flask import Flask, url_for
from flask_babel import lazy_gettext as _
from flask_security import current_user
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from forms_app.accounts import own_provider
from forms_app.changes.blueprint import writable_change
from forms_app.contacts.unfinished import new_or
from forms_app.database import db
from forms_app.drafts import NEW, KnownForm, OnPage, add_form, forget_draft, open_draft
from forms_app.models.stories import ChangeMade
from forms_app.stories.blueprint import WRITERS

FORM = "change-made"


def add_forms(app: Flask) -> None:
    """Let entries be kept unfinished."""
    form = KnownForm(
        FORM,
        WRITERS,
        title=_("entry of “You said, we did”"),
        about="change_made",
        check=new_or(lambda number: writable_change(_number(number))),
        page=lambda subject: url_for("changes.new") if subject == NEW else url_for("changes.edit", number=_number(subject)),
        home=lambda subject: (
            url_for("changes.changes") if subject == NEW else url_for("changes.change", number=_number(subject))
        ),
        is_over=_is_saved,
    )
    add_form(app, form)


def draft_of(change: ChangeMade | None, sent: MultiDict[str, str]) -> OnPage | None:
    """What is kept of the form of an entry, or of a new one, for the page that shows it; None for the council's people."""
    return open_draft(FORM, str(change.id) if change else NEW, sent) if current_user.provider else None


def forget_draft_of(change: ChangeMade | None) -> None:
    """Let go of it, in the current transaction: the entry is saved for good."""
    if current_user.provider:
        forget_draft(FORM, str(change.id) if change else NEW)


def _number(subject: str) -> int:
    return int(subject) if subject.isascii() and subject.isdigit() and len(subject) < 10 else 0


def _is_saved(subject: str, fields: MultiDict[str, str]) -> bool:
    """Whether the page of a new entry, which saves itself late, has been sent for good already."""
    there = select(ChangeMade.id).filter_by(provider=own_provider(), once=fields.get("once", ""))
    return subject == NEW and db.session.scalar(there) is not None
