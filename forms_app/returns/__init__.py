"""Returns: what is due, filling a return in, checking and filing it, what was filed."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.returns import checking, filed, filling, listing  # noqa: F401
from forms_app.returns.blueprint import DayConverter, blueprint


def init_app(app: Flask) -> None:
    """Register the pages below `/returns`."""
    app.url_map.converters.setdefault("day", DayConverter)
    app.register_blueprint(blueprint)
    add_to_menu(app, _("Returns"), "returns.returns", "provider_manager")
