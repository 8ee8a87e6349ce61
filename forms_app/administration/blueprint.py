"""The blueprint of accounts, and what its pages share: whose accounts an administrator manages."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.records import Provider

administration = Blueprint("administration", __name__, template_folder="templates")
ADMINISTRATOR = "administrator"


def organisation_words(provider: str | None) -> str:
    """What an organisation is called: a provider's name, or "the council"."""
    if provider is None:
        return str(_("the council"))
    return db.session.scalar(select(Provider.name).where(Provider.provider == provider)) or provider


def own_accounts() -> ColumnElement[bool]:
    """Whether an account belongs to the organisation of the administrator who has signed in."""
    return User.provider.is_not_distinct_from(current_user.provider)


def own_account(number: int) -> User:
    """An account of the administrator's own organisation. Aborts with 404 for any other."""
    wanted = select(User).where(User.id == number, own_accounts())
    wanted = wanted.options(selectinload(User.roles), selectinload(User.webauthn))
    found = db.session.scalar(wanted)
    if found is None:
        abort(404, _("There is no such account at your organisation. Look for it in “Accounts”."))
    return found
