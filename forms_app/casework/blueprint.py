"""The blueprint of casework, and what its pages share: whose record it is."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.accounts import own_provider
from forms_app.database import db
from forms_app.models.records import Person

blueprint = Blueprint("casework", __name__, template_folder="templates")

WORKERS = ("support_worker", "provider_manager")


def own_person(reference: str) -> Person:
    """The person with this reference, of the signed-in user's own provider. Aborts with 404 for anyone else."""
    wanted = select(Person).where(Person.provider == own_provider(), Person.person == reference)
    # PostgreSQL takes no NUL in a text.
    found = None if "\0" in reference else db.session.scalar(wanted)
    if found is None:
        abort(404, _("There is no person with this reference at your organisation. Look for them in “My people”."))
    return found
