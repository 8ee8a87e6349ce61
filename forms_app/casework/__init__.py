"""Casework: my people, a person, assessments and reviews."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.casework import assessments, completion, people, person, registration, reviews, words  # noqa: F401
from forms_app.casework.blueprint import WORKERS, blueprint


def init_app(app: Flask) -> None:
    """Register the pages below `/people` and `/person`."""
    app.register_blueprint(blueprint)
    add_to_menu(app, _("My people"), "casework.people", *WORKERS)
