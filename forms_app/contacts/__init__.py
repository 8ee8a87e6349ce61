"""What is done for people from day to day: contacts, activities, emergency plans, payments and cards."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.casework.blueprint import WORKERS
from forms_app.contacts import activities, cards, home, of_person, one, payments, plans, together, words  # noqa: F401
from forms_app.contacts.blueprint import blueprint
from forms_app.contacts.unfinished import add_forms


def init_app(app: Flask) -> None:
    """Register the pages below `/record`, and those below `/person` that record one thing."""
    app.register_blueprint(blueprint)
    add_forms(app)
    add_to_menu(app, _("Record"), "contacts.home", *WORKERS)
