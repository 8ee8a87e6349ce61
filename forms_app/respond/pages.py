"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, current_app

from forms_app.respond.language import for_respondents
from forms_app.respond.pictures import pictured
from forms_app.respond.rounds import title_of

respond = Blueprint("respond", __name__, template_folder="templates")
for_respondents(respond)


@respond.context_processor
def _shared() -> dict[str, Any]:
    return {"elsewhere": current_app.config["EXIT_ADDRESS"], "title_of": title_of, "pictured": pictured}
