"""Roles in words, and which of them an organisation has."""

from flask_babel import gettext as _

from forms_app.accounts.role_words import role_words
from forms_app.administration.blueprint import administration
from forms_app.models.accounts import ROLES

COUNCILS = ("commissioner", "administrator")
PROVIDERS = tuple(role for role in ROLES if role != "commissioner")
FIRST = ("provider_manager", "administrator")
"""Whom the council may invite for a provider that has no administrator yet."""


def roles_of(provider: str | None) -> tuple[str, ...]:
    """The roles that people of a provider, or of the council (None), can hold."""
    return COUNCILS if provider is None else PROVIDERS


def role_hint(role: str) -> str:
    """What a role lets someone do."""
    words = {
        "support_worker": _("Records assessments, reviews and contacts of the people you support"),
        "duty_worker": _("Acts when someone may not be safe"),
        "provider_manager": _(
            "Sees everybody’s work, files returns, opens surveys, and finds, gives or erases what is held about a person"
        ),
        "commissioner": _("Sees figures of the contracts, and no person’s record"),
        "administrator": _(
            "Manages accounts, brings records over, opens surveys, and finds, gives or erases what is held about a person"
        ),
    }
    return str(words.get(role, ""))


def role_items(roles: tuple[str, ...]) -> list[dict[str, object]]:
    """Roles as the macros take choices."""
    return [{"value": role, "text": role_words(role), "hint": {"text": role_hint(role)}} for role in roles]


def roles_words(roles: list[str]) -> str:
    """Several roles in words, in the order of the list of roles."""
    return ", ".join(role_words(role) for role in ROLES if role in roles)


for _function in (role_items, roles_words):
    administration.add_app_template_global(_function)
