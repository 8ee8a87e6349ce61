"""Languages of surveys, for staff: how much is translated, who has checked it, and what a round may be asked in."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.languages import pages
from forms_app.languages.standing import languages_ready, refusal, staff_name

__all__ = ["init_app", "languages_ready", "refusal", "staff_name"]


def init_app(app: Flask) -> None:
    """Register the pages below `/manage/languages`."""
    app.register_blueprint(pages.languages)
    add_to_menu(app, _("Languages"), "languages.surveys", *pages.STAFF)
