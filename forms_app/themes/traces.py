"""What is kept of who sorted which words, and when. In anonymous rounds that invite people it must tell no times."""

from datetime import datetime, time

from forms_app import audit_log
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.responses import Response, Round
from forms_app.respond.coarse import coarse_day, is_coarse
from forms_app.themes.texts import Key

NOT_SAID = ""


def coded_at(response: str) -> datetime:
    """When a text is said to have been sorted: now, or the first day of the quarter; see `respond.coarse`."""
    round_ = _coarse_round(response)
    return datetime.combine(coarse_day(round_), time()) if round_ else now()


def record_coding(action: str, provider: str, key: Key, **themes: str) -> None:
    """Add to the audit log that a text was sorted; where days are coarse neither which, nor into which themes."""
    response, question = key
    if _coarse_round(response):
        response, themes = NOT_SAID, dict.fromkeys(themes, NOT_SAID)
    audit_log.record(action, provider=provider, response=response, question=question, **themes)


def _coarse_round(response: str) -> Round | None:
    found = db.session.get(Response, response)
    round_ = db.session.get(Round, found.round_id) if found and found.round_id else None
    return round_ if round_ and is_coarse(round_) else None
