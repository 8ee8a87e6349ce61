"""Dates in words, the same on every page."""

from datetime import date

from babel.dates import format_date
from flask import Flask

from forms_app.translations.speaking import spoken


def day_words(day: date | None) -> str:
    """A date in the reader's language, such as "15 May 2026"; "" for none."""
    return format_date(day, "d MMMM y", locale=spoken().locale) if day else ""


def init_app(app: Flask) -> None:
    """Let every template write dates so."""
    app.add_template_global(day_words)
