"""You said, we did: what people asked for, what was done about it, and the second person who approves each entry."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.changes import approving, listing, writing  # noqa: F401
from forms_app.changes.blueprint import blueprint
from forms_app.changes.unfinished import add_forms
from forms_app.stories.blueprint import READERS


def init_app(app: Flask) -> None:
    """Register the pages below `/changes`."""
    app.register_blueprint(blueprint)
    add_forms(app)
    add_to_menu(app, _("You said, we did"), "changes.changes", *READERS)
