"""The forms that save themselves: each subject of the app adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, current_app
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.datastructures import MultiDict

NEW = "new"
"""The subject of a form about something that is not on file yet, and that belongs to no one person: each user's own."""


@dataclass(frozen=True)
class KnownForm:
    """A form that may be kept as a draft. `subject` is the key of the record that it is about, a row of the table `about`.

    `title` is what an unfinished one is called ("review"), translatable. `check(subject)` aborts where the record is not
    of the user's own provider. `page(subject)` is the address of the form, `home(subject)` of the page to go back to.
    `is_over(subject, fields)`: whether what was typed is saved for good already, so that a late draft is not kept.
    """

    name: str
    roles: tuple[str, ...]
    title: Any
    check: Callable[[str], object]
    page: Callable[[str], str]
    home: Callable[[str], str]
    is_over: Callable[[str, MultiDict[str, str]], bool] | None = None
    about: str = "person"


def add_form(app: Flask, form: KnownForm) -> None:
    """Let `form` be kept as a draft."""
    app.extensions.setdefault("draft_forms", {})[form.name] = form


def known_forms() -> dict[str, KnownForm]:
    """Every form that may be kept, by name."""
    found: dict[str, KnownForm] = current_app.extensions.get("draft_forms", {})
    return found


def own_form(name: str, subject: str) -> KnownForm:
    """The form with this name, about a record of the user's own provider. Aborts with 404 or 403 for anything else."""
    form = known_forms().get(name)
    if form is None or not subject or len(subject) > 80 or "\0" in subject:
        abort(404, _("There is no such form. Open the record and go on from there."))
    if not set(form.roles) & {role.name for role in current_user.roles}:
        abort(403, _("Your account is not one of those that use this page."))
    form.check(subject)
    return form
