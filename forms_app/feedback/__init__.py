"""Complaints, concerns, compliments, quality alerts and safeguarding concerns: received, acknowledged, completed."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.casework.blueprint import WORKERS
from forms_app.feedback import item, listing, recording, words  # noqa: F401
from forms_app.feedback.blueprint import blueprint
from forms_app.feedback.unfinished import add_forms


def init_app(app: Flask) -> None:
    """Register the pages below `/feedback`."""
    app.register_blueprint(blueprint)
    add_forms(app)
    add_to_menu(app, _("Feedback"), "feedback.items", *WORKERS)
