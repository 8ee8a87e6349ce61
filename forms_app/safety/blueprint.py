"""The blueprint of the duty worker's pages, and what they share: whose item it is."""

from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user

from forms_app.accounts import own_provider
from forms_app.database import db
from forms_app.models.safety import SafetyItem
from forms_app.safety import words
from forms_app.safety.duty import MAY_ACT
from forms_app.safety.opening import locked_item

blueprint = Blueprint("safety", __name__, url_prefix="/safety", template_folder="templates")

ACTORS = MAY_ACT
READERS = (*MAY_ACT, "commissioner")


def own_item(number: int, *, lock: bool = False) -> SafetyItem:
    """The item with this number, of the signed-in user's own provider. Aborts with 404 for anyone else's.

    With `lock` it is held until the transaction ends.
    """
    mine = (SafetyItem.id == number, SafetyItem.provider == own_provider())
    found = locked_item(*mine) if lock else db.session.scalar(db.select(SafetyItem).where(*mine))
    if found is None:
        abort(404, _("There is no such item at your organisation. Go to “Safety” to see those that there are."))
    return found


@blueprint.context_processor
def _words() -> dict[str, Any]:
    may_change = current_user.is_authenticated and "provider_manager" in {role.name for role in current_user.roles}
    return {name: getattr(words, name) for name in words.__all__} | {"may_change": may_change}
