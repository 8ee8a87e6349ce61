"""The menu of people who have signed in: each subject adds its own entries, each entry names the roles it is for."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, session, url_for
from flask_security import current_user

from forms_app.accounts.second_factor import must_set_up
from forms_app.models.accounts import User

PUBLIC = (None, "respond", "stopping")
GROUPS = (
    ("casework", "contacts", "feedback"),
    ("returns", "manage", "safety", "ledger", "sampling", "stories", "changes"),
    ("results", "themes", "rounds", "paper", "authoring", "languages"),
    ("rights", "bringing", "administration"),
)
"""The subjects in the order of the menu: people, what is told of the work, surveys, and what is seldom needed."""
PLACES = {subject: (group, place) for group, subjects in enumerate(GROUPS) for place, subject in enumerate(subjects)}


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

    Links stand in the order of their subjects (GROUPS), then as they were added.
    """
    app.extensions.setdefault("menu", []).append(MenuEntry(text, endpoint, frozenset(roles)))


def entries_for(user: User) -> list[MenuEntry]:
    """What `user` may open, in the order of the menu."""
    held = {role.name for role in user.roles}
    entries = [entry for entry in current_app.extensions.get("menu", []) if entry.roles & held]
    return sorted(entries, key=lambda entry: PLACES.get(entry.blueprint, (len(GROUPS), 0)))


def links_of(entries: list[MenuEntry], here: str | None) -> list[dict[str, Any]]:
    """The entries as the macro takes them; the first of each group but the first is marked."""
    groups = [PLACES.get(entry.blueprint, (len(GROUPS), 0))[0] for entry in entries]
    begins = [one != before for before, one in zip([*groups[:1], *groups], groups, strict=False)]
    return [
        {
            "text": entry.text,
            "href": url_for(entry.endpoint),
            "current": entry.blueprint == here,
            "attributes": {"data-group": "begins"} if begin else None,
        }
        for entry, begin in zip(entries, begins, strict=True)
    ]


def init_app(app: Flask) -> None:
    """Give staff pages their menu, the name of who has signed in, and the way out."""
    app.extensions.setdefault("menu", [])
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    if request.blueprint in PUBLIC or "_user_id" not in session or not current_user.is_authenticated:
        return {}
    if must_set_up(current_user):
        return {"sign_out_url": url_for("accounts.sign_out"), "signed_in_as": current_user.name or current_user.email}
    return {
        "navigation": links_of(entries_for(current_user), request.blueprint),
        "sign_out_url": url_for("accounts.sign_out"),
        "signed_in_as": current_user.name or current_user.email,
        "account_url": url_for("accounts.account"),
        "home_url": url_for("accounts.home"),
    }
