"""Casework: my people, a person, assessments and reviews."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.casework import (  # noqa: F401
    assessment_corrections,
    assessments,
    completion,
    corrections,
    due,
    giving,
    goal_corrections,
    people,
    person,
    registration,
    reviews,
    samples,
    words,
)
from forms_app.casework.blueprint import WORKERS, blueprint
from forms_app.casework.unfinished import add_forms


def init_app(app: Flask) -> None:
    """Register the pages below `/people` and `/person`."""
    app.register_blueprint(blueprint)
    add_to_menu(app, _("My people"), "casework.people", *WORKERS)
    add_forms(app)
