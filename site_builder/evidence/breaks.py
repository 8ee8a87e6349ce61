"""Where a series breaks: an author published a question as asking something else than before."""

import json
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms_app.models.editions import SurveyEdition
from forms_app.models.responses import SurveyVersion
from site_builder.evidence.tables import Row
from surveys.library import Library
from surveys.model.common import say
from surveys.model.survey import Survey
from surveys.uses import uses_of


def break_rows(session: Session, library: Library, as_of: date) -> Iterator[Row]:
    """One row for each measure that rests on a question published as changed by `as_of`, with the day and what changed."""
    published = select(SurveyEdition).where(SurveyEdition.published_on <= as_of)
    for edition in session.scalars(
        published.order_by(SurveyEdition.published_on, SurveyEdition.survey, SurveyEdition.number)
    ):
        said = json.loads(edition.changes)
        changed = [key for key, meaning in said.get("questions", {}).items() if meaning == "changed"]
        for key in changed:
            before, after = _words(session, said.get("before"), key), _words(session, edition.version, key)
            for use in uses_of(library, key):
                yield {
                    "framework": use.framework.id,
                    "measure": use.measure.id,
                    "from": edition.published_on,
                    "note": _note(before, after, edition.note),
                }


def _words(session: Session, version: str | None, key: str) -> str:
    content = session.scalar(select(SurveyVersion.content).where(SurveyVersion.version == version))
    question = Survey.model_validate_json(content).by_key.get(key) if content else None
    return say(question.text) if question else ""


def _note(before: str, after: str, why: str) -> str:
    what = f"“{before}” became “{after}”." if before and before != after else f"What “{after}” asks has changed."
    return f"{what} {why}".strip()
