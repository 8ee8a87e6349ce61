"""The blueprint of stories, and whose story a page is about."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.stories import Story
from forms_app.stories.sight import is_readable

blueprint = Blueprint("stories", __name__, template_folder="templates")

WRITERS = ("support_worker", "provider_manager")
APPROVERS = ("provider_manager", "commissioner")
READERS = ("support_worker", "provider_manager", "commissioner")


def readable_story(number: int) -> Story:
    """The story, if it is of the signed-in person's provider, or the council may read it. Aborts with 404 otherwise."""
    found = db.session.scalar(select(Story).where(Story.id == number))
    if found is None or current_user.provider not in (None, found.provider):
        abort(404, _("There is no such story. Go to “Stories” to see those that there are."))
    if not is_readable(found):
        words = _("This story is still being written, or consent to tell it is not on file, or it has a name in it.")
        abort(404, f"{words} {_('Its provider finishes it first.')}")
    return found


def is_second_person(writer: int | None) -> bool:
    """Whether the signed-in person may approve what the account `writer` wrote: a manager or commissioner, and another one.

    What nobody is known to have written is approved by nobody: it is saved again first.
    """
    return writer not in (None, current_user.id) and any(current_user.has_role(role) for role in APPROVERS)


def may_read_words() -> bool:
    """Whether the signed-in person may read what people wrote in surveys: their own provider's managers may."""
    return bool(current_user.has_role("provider_manager"))
