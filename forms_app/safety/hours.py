"""The clock of safety items: real hours, nights and weekends too; and times in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from forms_app import clock

AREA = ZoneInfo("Europe/London")
"""Whose wall clock the pages show. The tables keep UTC."""


def time_now() -> datetime:
    """The time in UTC without its zone, on the day that the service takes it to be (setting TODAY)."""
    now = clock.now()
    fixed = current_app.config.get("TODAY")
    return datetime.combine(fixed, now.time()) if fixed else now


def full_hour(time: datetime) -> datetime:
    """The beginning of the hour."""
    return time.replace(minute=0, second=0, microsecond=0)


def local(time: datetime) -> datetime:
    """A time from the tables as the area's clocks show it."""
    return time.replace(tzinfo=UTC).astimezone(AREA)


def from_local(time: datetime) -> datetime:
    """A time that someone read off a clock, as the tables keep it."""
    return time.replace(tzinfo=AREA).astimezone(UTC).replace(tzinfo=None)


def time_words(time: datetime | None) -> str:
    """A day and time in words, such as "Friday 15 May 2026, 14:30"; "" for none."""
    return str(format_datetime(local(time).replace(tzinfo=None), "EEEE d MMMM y, HH:mm", rebase=False)) if time else ""


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
