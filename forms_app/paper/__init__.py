"""Surveys on paper and over the telephone: making sheets, typing in what comes back."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.paper import calls, contact, correcting, entering, home, making, printing_pages, second_pass  # noqa: F401
from forms_app.paper.blueprint import paper


def init_app(app: Flask) -> None:
    """Register the pages below `/paper`."""
    app.register_blueprint(paper)
    add_to_menu(app, _("Paper and phone"), "paper.home", "support_worker", "provider_manager")
