"""The blueprint of the ledger, and whose records the person who has signed in may count."""

from flask import Blueprint
from flask_security import current_user
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.records import Contract, Provider

ledger_pages = Blueprint("ledger", __name__, url_prefix="/needs-not-met", template_folder="templates")
OWN_STAFF = ("support_worker", "provider_manager")
"""Who may go from a figure to the people behind it, at their own organisation."""
READERS = (*OWN_STAFF, "commissioner")


def providers_counted() -> dict[str, str]:
    """Names by id: a provider's people count their own, a commissioner every provider that holds a contract."""
    wanted = select(Provider.provider, Provider.name).order_by(Provider.name, Provider.provider)
    if current_user.provider is not None:
        wanted = wanted.where(Provider.provider == current_user.provider)
    else:
        wanted = wanted.where(Provider.provider.in_(select(Contract.provider)))
    return {row.provider: row.name for row in db.session.execute(wanted)}


def opens_records() -> bool:
    """Whether the person who has signed in may open the people behind a figure."""
    return current_user.provider is not None and any(role.name in OWN_STAFF for role in current_user.roles)
