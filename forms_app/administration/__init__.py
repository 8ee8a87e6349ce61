"""Accounts: who works for an organisation and may do what, how they are invited, and how a password is set anew."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.administration.blueprint import ADMINISTRATOR, administration


def init_app(app: Flask) -> None:
    """Register the administrators' pages, and the pages behind the links that people are sent."""
    # The pages and renderers register themselves; they need the other subjects.
    from forms_app.accounts import add_to_menu
    from forms_app.administration import (  # noqa: F401
        account,
        acting,
        inviting,
        joining,
        listing,
        reset_pages,
    )

    app.register_blueprint(administration)
    add_to_menu(app, _("Accounts"), "administration.accounts", ADMINISTRATOR)
