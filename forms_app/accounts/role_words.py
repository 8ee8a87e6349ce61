"""What roles are called on pages."""

from flask_babel import gettext as _


def role_words(role: str) -> str:
    """A role's name."""
    words = {
        "support_worker": _("Support worker"),
        "duty_worker": _("Duty worker"),
        "provider_manager": _("Provider manager"),
        "commissioner": _("Commissioner"),
        "administrator": _("Administrator"),
    }
    return str(words.get(role, role.replace("_", " ").capitalize()))
