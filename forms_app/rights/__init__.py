"""People's rights: find what is held of someone, give it, erase it; who saw it; what is kept for how long."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.rights import pages, retention_page, seen  # noqa: F401
from forms_app.rights.blueprint import ANSWERS_FOR_THEM, rights_pages


def init_app(app: Flask) -> None:
    """Register the pages below `/rights`."""
    app.register_blueprint(rights_pages)
    add_to_menu(app, _("Data rights"), "rights.home", *ANSWERS_FOR_THEM)
