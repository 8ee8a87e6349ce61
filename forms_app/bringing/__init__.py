"""Bringing records over in the browser: upload, match columns, put right what is wrong, import, undo."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.bringing import correcting, mapping, overview, uploading  # noqa: F401
from forms_app.bringing.blueprint import STAFF, blueprint


def init_app(app: Flask) -> None:
    """Register the pages below `/bring`."""
    app.register_blueprint(blueprint)
    add_to_menu(app, _("Bring over records"), "bringing.home", *STAFF)
