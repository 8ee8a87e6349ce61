"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint

from forms_app.respond.language import for_respondents
from forms_app.respond.pictures import pictured
from forms_app.respond.rounds import title_of

respond = Blueprint("respond", __name__, template_folder="templates")
for_respondents(respond)

ELSEWHERE = "https://www.bbc.co.uk/weather"
"""Where "exit this page quickly" leads: a page that anyone might have open."""


@respond.context_processor
def _shared() -> dict[str, Any]:
    return {"elsewhere": ELSEWHERE, "title_of": title_of, "pictured": pictured}
