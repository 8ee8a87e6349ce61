"""What people needed and did not get: counted for staff, and from a figure to its own organisation's records."""

from flask import Flask
from flask_babel import lazy_gettext as _

from forms_app.accounts import add_to_menu
from forms_app.ledger import pages, records, table_file  # noqa: F401
from forms_app.ledger.blueprint import READERS, ledger_pages


def init_app(app: Flask) -> None:
    """Register the pages below `/needs-not-met`."""
    app.register_blueprint(ledger_pages)
    add_to_menu(app, _("Needs not met"), "ledger.ledger", *READERS)
