"""Dates and times in words, the same on every page."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask
from flask_babel import format_datetime

from forms_app.translations.speaking import spoken

AREA = ZoneInfo("Europe/London")
"""Whose wall clock the pages show. The tables keep UTC."""


def day_words(day: date | None) -> str:
    """A date in the reader's language, such as "15 May 2026"; "" for none."""
    return _written(day, spoken().locale) if day else ""


@lru_cache(maxsize=10_000)
def _written(day: date, locale: str) -> str:
    return format_date(day, "d MMMM y", locale=locale)


def local(time: datetime) -> datetime:
    """A time from the tables as the area's clocks show it."""
    return time.replace(tzinfo=UTC).astimezone(AREA)


def clock_words(time: datetime) -> str:
    """A time from the tables on the area's clocks: "14:30"."""
    return f"{local(time):%H:%M}"


def time_words(time: datetime | None) -> str:
    """A day and time in words, such as "Friday 15 May 2026, 14:30"; "" for none."""
    return str(format_datetime(local(time).replace(tzinfo=None), "EEEE d MMMM y, HH:mm", rebase=False)) if time else ""


def init_app(app: Flask) -> None:
    """Let every template write dates and times so."""
    app.add_template_global(day_words)
    app.add_template_global(clock_words)
    app.add_template_global(time_words)
