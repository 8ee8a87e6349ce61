"""All pages of authors, registered together."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.authoring import (  # noqa: F401
    arranging,
    bringing,
    editing,
    history,
    listing,
    publishing,
    taking,
    translating,
)
from forms_app.authoring.blueprint import READERS, authoring
from forms_app.authoring.previewing import preview


def register(app: Flask) -> None:
    """Register the pages below `/surveys`."""
    app.register_blueprint(authoring)
    app.register_blueprint(preview)
    add_to_menu(app, _("Surveys"), "authoring.surveys", *READERS)
