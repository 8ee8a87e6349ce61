"""What day it is: the machine's, unless a demonstration or a test sets another."""

from datetime import date

from flask import current_app


def today() -> date:
    """The day the service takes it to be (setting TODAY)."""
    fixed: date | None = current_app.config.get("TODAY")
    return fixed or date.today()
