"""Stories: case studies and quotes, the consent they rest on, and the second person who approves them."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.stories import approving, listing, recounting, writing  # noqa: F401
from forms_app.stories.blueprint import READERS, blueprint
from forms_app.stories.unfinished import add_forms


def init_app(app: Flask) -> None:
    """Register the pages below `/stories`."""
    app.register_blueprint(blueprint)
    add_to_menu(app, _("Stories"), "stories.stories", *READERS)
    add_forms(app)
