"""Sampling reviews: a commissioner reads a few records, drawn by lot, that the provider agreed to show for a time."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.sampling.blueprint import COMMISSIONER, MANAGER, sampling


def init_app(app: Flask) -> None:
    """Register the pages of both sides."""
    from forms_app.accounts import add_to_menu
    from forms_app.sampling import asking, deciding, listing, record, review, words  # noqa: F401

    app.register_blueprint(sampling)
    add_to_menu(app, _("Sampling reviews"), "sampling.reviews", COMMISSIONER, MANAGER)
