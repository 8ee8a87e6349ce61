"""For commissioners and managers: how returns stand, payments to decide, targets."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.manage import decisions, home, targets  # noqa: F401
from forms_app.manage.blueprint import manage


def init_app(app: Flask) -> None:
    """Register the pages below `/manage`."""
    app.register_blueprint(manage)
    add_to_menu(app, _("Contracts"), "manage.home", "commissioner")
