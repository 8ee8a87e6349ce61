"""Stories that are not finished keep what was typed: a new one, one from a review, and the change of one on file.

A quote made of what someone wrote in a survey is not kept so: its words are there anyway, and a draft beside the day and
the user would be one more thing that is tied to answers.
"""

from flask import Flask, abort, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from forms_app.accounts import own_provider
from forms_app.database import db
from forms_app.drafts import NEW, KnownForm, OnPage, add_form, open_draft
from forms_app.models.records import Review
from forms_app.models.stories import Story
from forms_app.stories.blueprint import WRITERS, readable_story

FORM, OF_REVIEW = "story", "review-"
LONGEST = 80


def add_forms(app: Flask) -> None:
    """Let stories be kept unfinished."""
    form = {"title": _("story"), "about": "story", "check": _check, "page": _page, "home": _home, "is_over": _is_saved}
    add_form(app, KnownForm(FORM, WRITERS, **form))


def subject_of(story: Story | None, review: str | None, *, of_words: bool = False) -> str | None:
    """By what a draft is known: the story, the review, or that it is a new one; None where none is kept."""
    if of_words:
        return None
    if story is not None:
        return str(story.id)
    if len(f"{OF_REVIEW}{review or ''}") > LONGEST:
        return None
    return f"{OF_REVIEW}{review}" if review else NEW


def draft_of(subject: str | None, sent: MultiDict[str, str]) -> OnPage | None:
    """What is kept of the form for the page that shows it."""
    return open_draft(FORM, subject, sent) if subject else None


def _check(subject: str) -> None:
    if subject.startswith(OF_REVIEW):
        wanted = select(Review.review).filter_by(provider=own_provider(), review=subject.removeprefix(OF_REVIEW))
        if db.session.scalar(wanted) is None:
            abort(404, gettext("There is no such review at your organisation."))
    elif subject != NEW:
        story = readable_story(_number(subject))
        if story.provider != own_provider():
            abort(404, gettext("There is no such story. Go to “Stories” to see those that there are."))


def _number(subject: str) -> int:
    return int(subject) if subject.isascii() and subject.isdigit() and len(subject) < 10 else 0


def _page(subject: str) -> str:
    if subject == NEW:
        return url_for("stories.new")
    if subject.startswith(OF_REVIEW):
        return url_for("stories.new", review=subject.removeprefix(OF_REVIEW))
    return url_for("stories.edit", number=_number(subject))


def _home(subject: str) -> str:
    if subject == NEW or subject.startswith(OF_REVIEW):
        return url_for("stories.stories")
    return url_for("stories.story", number=_number(subject))


def _is_saved(subject: str, fields: MultiDict[str, str]) -> bool:
    """Whether the page that saves itself late has been sent for good already."""
    if subject != NEW and not subject.startswith(OF_REVIEW):
        return False
    once = fields.get("once", "")
    return bool(once) and db.session.scalar(select(Story.id).filter_by(provider=own_provider(), once=once)) is not None
