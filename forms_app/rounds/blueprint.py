"""The blueprint of rounds, and what its pages share: whose round it is."""

from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.responses import Round

blueprint = Blueprint("rounds", __name__, url_prefix="/manage/rounds", template_folder="templates")

STAFF = ("provider_manager", "commissioner", "administrator")


def of_ours(query: Any) -> Any:
    """A query of rounds, held to the provider's own; the council's people see those of every provider."""
    return query if current_user.provider is None else query.where(Round.provider == current_user.provider)


def own_round(number: int, *, lock: bool = False) -> Round:
    """The round with this number. Aborts with 404 where it is not one of the reader's.

    With `lock` it is held until the transaction ends, so that two pages sent at once are taken one after the other.
    """
    wanted = of_ours(select(Round)).where(Round.id == number)
    found: Round | None = db.session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        abort(404, _("There is no such round. Go to “Survey rounds” to see those that there are."))
    return found


def sees_people(round_: Round) -> bool:
    """Whether the reader may see who is invited: the provider's own managers do, the council's people do not."""
    return bool(current_user.provider == round_.provider and current_user.has_role("provider_manager"))


def personal_round(number: int, *, lock: bool = False) -> Round:
    """The same for a round that people are invited to. Aborts with 404 for one that is open to all."""
    found = own_round(number, lock=lock)
    if found.open_to_all:
        abort(404, _("Anyone can answer this round, so nobody is invited to it."))
    return found
