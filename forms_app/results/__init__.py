"""Results for staff: counts and shares with intervals as soon as answers are sent, and the answers as files."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.results import pages, table_file  # noqa: F401
from forms_app.results.blueprint import READERS, results
from forms_app.results.export import jobs as export_jobs  # noqa: F401
from forms_app.results.export import pages as export_pages  # noqa: F401


def init_app(app: Flask) -> None:
    """Register the pages below `/results`."""
    app.register_blueprint(results)
    add_to_menu(app, _("Results"), "results.home", *READERS)
