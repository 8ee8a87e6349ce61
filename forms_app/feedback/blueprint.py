"""The blueprint of feedback, and who sees what of it.

A provider's managers see all of their own provider. A support worker sees what they recorded themselves: a complaint
may be about a colleague, or about them. A support worker records and acknowledges; completing it, with its outcome, is
a manager's.
"""

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import Select, select

from forms_app.accounts import own_provider
from forms_app.database import db
from forms_app.models.records import Feedback

blueprint = Blueprint("feedback", __name__, url_prefix="/feedback", template_folder="templates")

FEEDBACK_FORM = "feedback"
"""The form that is kept as a draft."""
CLOCKED = ("complaint", "concern", "quality_alert", "safeguarding")
"""Kinds that are to be completed within 28 days (source 004, KPI 3, counts the first two). A compliment needs no answer."""


def is_manager() -> bool:
    """Whether the person who has signed in manages their provider."""
    return "provider_manager" in {role.name for role in current_user.roles}


def visible() -> Select[Feedback]:
    """The feedback that the person who has signed in may see."""
    own = select(Feedback).where(Feedback.provider == own_provider())
    return own if is_manager() else own.where(Feedback.recorded_by == current_user.id)


def own_feedback(key: str) -> Feedback:
    """The feedback with this key, locked for a change. Aborts with 404 where the signed-in person may not see it."""
    wanted = visible().where(Feedback.feedback == key)
    found = db.session.scalar(wanted.with_for_update() if request.method == "POST" else wanted)
    if found is None:
        abort(404, _("There is no such feedback that you can see. Support workers see what they recorded, managers all."))
    return found
