"""What people wrote, sorted into themes by staff: by one person, by a second who does not see the first's, and settled."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.themes import agreement_page, second, settling, sorting  # noqa: F401
from forms_app.themes.blueprint import themes_pages


def init_app(app: Flask) -> None:
    """Register the pages below `/manage/themes`."""
    app.register_blueprint(themes_pages)
    add_to_menu(app, _("Sort answers"), "themes.themes", "provider_manager")
