"""The blueprint of "You said, we did", and whose entry a page is about."""

from typing import Literal

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user

from forms_app.database import db
from forms_app.models.stories import ChangeMade

blueprint = Blueprint("changes", __name__, url_prefix="/changes", template_folder="templates")

State = Literal["waiting", "approved", "withdrawn"]


def readable_change(number: int) -> ChangeMade:
    """The entry, if it is of the signed-in person's provider, or they are the council's. Aborts with 404 otherwise."""
    found = db.session.get(ChangeMade, number)
    if found is None or current_user.provider not in (None, found.provider):
        abort(404, _("There is no such entry. Go to “You said, we did” to see those that there are."))
    return found


def may_write(change: ChangeMade) -> bool:
    """Whether the signed-in person may change it: those of its provider; the council's people for the council's."""
    return change.withdrawn_on is None and current_user.provider == change.provider


def writable_change(number: int) -> ChangeMade:
    """The entry, if the signed-in person may change it. Aborts with 404 otherwise."""
    change = readable_change(number)
    if not may_write(change):
        abort(404, _("This entry can’t be changed here. Write a new one, or ask those who wrote it."))
    return change


def state_of(change: ChangeMade) -> State:
    """Where it stands."""
    if change.withdrawn_on is not None:
        return "withdrawn"
    return "approved" if change.approved_on is not None else "waiting"
