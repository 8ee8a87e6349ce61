"""What day it is: the machine's, unless a demonstration or a test sets another. And what the time is."""

from datetime import UTC, date, datetime

from flask import current_app


def today() -> date:
    """The day the service takes it to be (setting TODAY)."""
    fixed: date | None = current_app.config.get("TODAY")
    return fixed or date.today()


def now() -> datetime:
    """The time by the machine's clock, to the second, in UTC and without its zone, as the tables keep times."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
