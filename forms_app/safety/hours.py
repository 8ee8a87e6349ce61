"""The clock of safety items: real hours, nights and weekends too; and times in words."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app import clock
from forms_app.day_words import AREA, local, time_words

__all__ = ["AREA", "from_local", "full_hour", "left_words", "local", "spent_words", "time_now", "time_words"]


def time_now() -> datetime:
    """The time in UTC without its zone, on the day that the service takes it to be (setting TODAY)."""
    now = clock.now()
    fixed = current_app.config.get("TODAY")
    return datetime.combine(fixed, now.time()) if fixed else now


def full_hour(time: datetime) -> datetime:
    """The beginning of the hour."""
    return time.replace(minute=0, second=0, microsecond=0)


def from_local(time: datetime) -> datetime:
    """A time that someone read off a clock, as the tables keep it."""
    return time.replace(tzinfo=AREA).astimezone(UTC).replace(tzinfo=None)


def left_words(due: datetime, now: datetime) -> str:
    """How much of the clock is left, or how far it has run over: in hours, and in minutes below one hour."""
    late, span = due < now, abs(due - now)
    hours, minutes = int(span / timedelta(hours=1)), max(1, int(span / timedelta(minutes=1)))
    if late:
        return str(ngettext("%(num)s hour late", "%(num)s hours late", hours) if hours else
                   ngettext("%(num)s minute late", "%(num)s minutes late", minutes))  # fmt: skip
    if hours:
        return str(ngettext("%(num)s hour left", "%(num)s hours left", hours))
    return str(ngettext("%(num)s minute left", "%(num)s minutes left", minutes))


def spent_words(opened: datetime, closed: datetime) -> str:
    """How long an item was open."""
    hours = int((closed - opened) / timedelta(hours=1))
    return str(ngettext("%(num)s hour", "%(num)s hours", hours) if hours else _("less than an hour"))
