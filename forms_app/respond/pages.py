"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint

from surveys.model.common import say

respond = Blueprint("respond", __name__, template_folder="templates")

LANGUAGE = "en"
ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where "exit this page quickly" leads: a page that anyone might have open."""


@respond.context_processor
def _shared() -> dict[str, Any]:
    return {"page_lang": LANGUAGE, "page_dir": "ltr", "say": say, "elsewhere": ELSEWHERE}
