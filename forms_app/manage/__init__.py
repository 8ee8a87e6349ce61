"""For commissioners and managers: how returns stand, payments to decide, targets, themes of open answers."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.manage import decisions, home, targets, themes  # noqa: F401
from forms_app.manage.blueprint import manage, themes_pages


def init_app(app: Flask) -> None:
    """Register the pages below `/manage`."""
    for blueprint in (manage, themes_pages):
        app.register_blueprint(blueprint)
    add_to_menu(app, _("Contracts"), "manage.home", "commissioner")
    add_to_menu(app, _("Sort answers"), "themes.themes", "provider_manager")
