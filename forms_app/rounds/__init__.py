"""Rounds of surveys, for those who run them: made, filled with people, sent out, watched and closed."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.rounds import correcting, files, listing, making, page, people, sending, upload  # noqa: F401
from forms_app.rounds.blueprint import STAFF, blueprint


def init_app(app: Flask) -> None:
    """Register the pages below `/manage/rounds`."""
    app.register_blueprint(blueprint)
    add_to_menu(app, _("Survey rounds"), "rounds.rounds", *STAFF)
