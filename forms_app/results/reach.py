"""Whose results the person who has signed in may see, and how closely."""

from dataclasses import dataclass

from flask import abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.records import Contract, Provider
from forms_app.models.responses import Round

FEWEST_FOR_COUNCIL = 5
"""A commissioner is shown no answers of fewer people than this: they would be single people's answers."""


@dataclass(frozen=True)
class Reach:
    """The providers (names by id) whose results someone sees; whether single responses, and people's words, too."""

    providers: dict[str, str]
    responses: bool
    words: bool


def reach() -> Reach:
    """What the person who has signed in may see.

    A provider's people see their own provider, exactly. The council's see every provider: administrators all of them,
    commissioners those that hold a contract. Only a provider's own managers read people's words.
    """
    roles = {role.name for role in current_user.roles}
    wanted = select(Provider.provider, Provider.name).order_by(Provider.name, Provider.provider)
    if current_user.provider is not None:
        wanted = wanted.where(Provider.provider == current_user.provider)
    elif "administrator" not in roles:
        wanted = wanted.where(Provider.provider.in_(select(Contract.provider)))
    providers = {row.provider: row.name for row in db.session.execute(wanted)}
    manages = "provider_manager" in roles and current_user.provider is not None
    return Reach(providers, responses=manages or "administrator" in roles, words=manages)


def round_in_reach(number: int, seen: Reach) -> Round:
    """The round with this number. Aborts with 404 where there is none that this person may see."""
    found = db.session.get(Round, number)
    if found is None or found.provider not in seen.providers:
        abort(404, _("There is no such round. Go to “Results” to see those that there are."))
    return found
