"""The menu of people who have signed in: each subject adds its own entries, each entry names the roles it is for."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, session, url_for
from flask_security import current_user

from forms_app.models.accounts import User

PUBLIC = (None, "respond", "stopping")
ORDER = (
    "casework", "contacts", "feedback", "returns", "manage", "ledger", "safety", "stories", "results",
    "themes", "rounds", "authoring", "languages",
)  # fmt: skip


@dataclass(frozen=True)
class MenuEntry:
    """A link of the menu: its words, where it leads, who sees it."""

    text: Any
    endpoint: str
    roles: frozenset[str]

    @property
    def blueprint(self) -> str:
        """The subject that its page belongs to."""
        return self.endpoint.partition(".")[0]


def add_to_menu(app: Flask, text: Any, endpoint: str, *roles: str) -> None:
    """Add a link to the menu of everyone who holds one of `roles`. `text` is translatable (`lazy_gettext`).

    Links stand in the order of their subjects (casework, returns, manage, stories), then as they were added.
    """
    app.extensions.setdefault("menu", []).append(MenuEntry(text, endpoint, frozenset(roles)))


def entries_for(user: User) -> list[MenuEntry]:
    """What `user` may open, in the order of the menu."""
    held = {role.name for role in user.roles}
    entries = [entry for entry in current_app.extensions.get("menu", []) if entry.roles & held]
    return sorted(entries, key=lambda entry: ORDER.index(entry.blueprint) if entry.blueprint in ORDER else len(ORDER))


def init_app(app: Flask) -> None:
    """Give staff pages their menu, the name of who has signed in, and the way out."""
    app.extensions.setdefault("menu", [])
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    if request.blueprint in PUBLIC or "_user_id" not in session or not current_user.is_authenticated:
        return {}
    return {
        "navigation": [
            {"text": entry.text, "href": url_for(entry.endpoint), "current": entry.blueprint == request.blueprint}
            for entry in entries_for(current_user)
        ],
        "sign_out_url": url_for("security.logout"),
        "signed_in_as": current_user.name or current_user.email,
        "home_url": url_for("accounts.home"),
    }
