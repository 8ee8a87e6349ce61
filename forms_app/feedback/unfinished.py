"""The form of feedback saves itself while it is typed."""

from flask import Flask, url_for
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from forms_app.accounts import own_provider
from forms_app.casework.blueprint import WORKERS
from forms_app.contacts.unfinished import new_or
from forms_app.database import db
from forms_app.drafts import NEW, KnownForm, add_form
from forms_app.feedback.blueprint import FEEDBACK_FORM, own_feedback
from forms_app.models.records import Feedback


def add_forms(app: Flask) -> None:
    """Let feedback be kept unfinished."""
    add_form(
        app,
        KnownForm(
            FEEDBACK_FORM,
            WORKERS,
            title=_("feedback"),
            about="feedback",
            check=new_or(own_feedback),
            page=_page,
            home=lambda feedback: url_for("feedback.items"),
            is_over=_is_saved,
        ),
    )


def _page(feedback: str) -> str:
    return url_for("feedback.record") if feedback == NEW else url_for("feedback.item", feedback=feedback)


def _is_saved(feedback: str, fields: MultiDict[str, str]) -> bool:
    return feedback == NEW and db.session.get(Feedback, (own_provider(), fields.get("feedback", ""))) is not None
