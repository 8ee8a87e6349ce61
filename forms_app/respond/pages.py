"""The blueprint, and what its pages share."""

from datetime import date
from typing import Any

from flask import Blueprint
from flask_babel import format_date

from surveys.model.common import say

respond = Blueprint("respond", __name__, template_folder="templates")

LANGUAGE = "en"
ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where "exit this page quickly" leads: a page that anyone might have open."""


@respond.app_template_filter("long_date")
def long_date(day: date) -> str:
    """A date in words, such as "15 May 2026", in the reader's language."""
    words: str = format_date(day, "d MMMM y")
    return words


@respond.context_processor
def _shared() -> dict[str, Any]:
    return {"page_lang": LANGUAGE, "page_dir": "ltr", "say": say, "elsewhere": ELSEWHERE}
