"""The blueprints of managing, each with its own place in the menu, and which contract a page is about."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.models.records import Contract

manage = Blueprint("manage", __name__, url_prefix="/manage", template_folder="templates")

LONGEST_REASON = 4_000


def any_contract(reference: str, *, lock: bool = False) -> Contract:
    """The contract with this reference, whoever's it is: for the council's people. Aborts with 404 where there is none.

    With `lock` it is held until the transaction ends, so that two pages sent at once are taken one after the other.
    """
    wanted = select(Contract).filter_by(contract=reference)
    found = None if "\0" in reference else db.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None or found.framework not in library().frameworks:
        abort(404, _("There is no such contract. Go to “Contracts” to see those that there are."))
    return found
