"""The blueprint of people's rights, and whose records the person who has signed in answers for."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.records import Provider
from forms_app.rights.holdings import Holdings, holdings_of

rights_pages = Blueprint("rights", __name__, url_prefix="/rights", template_folder="templates")
ANSWERS_FOR_THEM = ("provider_manager", "administrator")


def providers_answered_for() -> dict[str, str]:
    """Names by id: a provider's own people answer for it alone, the council's administrators for every provider."""
    wanted = select(Provider.provider, Provider.name).order_by(Provider.name, Provider.provider)
    if current_user.provider is not None:
        wanted = wanted.where(Provider.provider == current_user.provider)
    return {row.provider: row.name for row in db.session.execute(wanted)}


def held_here(provider: str, person: str) -> Holdings:
    """What is held of this person. Aborts with 404 where nothing is, or where the signed-in user does not answer for it."""
    known = "\0" not in provider + person and provider in providers_answered_for()
    found = holdings_of(provider, person) if known else None
    if found is None or not found.counts:
        abort(404, _("Nothing is held about anyone with this reference. Find the person again."))
    return found
