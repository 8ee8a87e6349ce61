"""What is kept of who read people's words: never the words, nor whose they are."""

from collections.abc import Iterable

from sqlalchemy import select

from forms_app import audit_log
from forms_app.database import db
from forms_app.models.responses import Response
from forms_app.themes.texts import Key


def note_reading(provider: str, page: str, keys: Iterable[Key]) -> None:
    """Keep, as one event, that a page of words was read: surveys and questions, and how many texts; nothing for none."""
    shown = set(keys)
    if not shown:
        return
    wanted = select(Response.survey).where(Response.response.in_({response for response, _question in shown})).distinct()
    audit_log.record(
        "words-read",
        provider=provider,
        page=page,
        surveys=";".join(sorted(db.session.scalars(wanted))),
        questions=";".join(sorted({question for _response, question in shown})),
        count=len(shown),
    )
    db.session.commit()
