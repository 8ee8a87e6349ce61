"""Surveys as they were when someone began to answer them."""

from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, select

from forms_app import clock
from forms_app.database import db, insert_into
from forms_app.models.responses import SurveyVersion
from surveys.model.survey import Survey


def freeze(survey: Survey) -> str:
    """Keep `survey` as it is now, once; the hash under which it is kept. Part of the current transaction."""
    keep_version(db.session.connection(), survey, clock.today())
    return survey.version


def keep_version(connection: Connection, survey: Survey, today: date) -> None:
    """Keep the survey as it is now under its version, if it is not kept already."""
    values = {"version": survey.version, "survey": survey.id, "content": survey.content, "first_used_on": today}
    kept = insert_into(connection, SurveyVersion).values(values)
    connection.execute(kept.on_conflict_do_nothing(index_elements=["version"]))


@lru_cache(maxsize=64)
def frozen_survey(version: str) -> Survey:
    """The survey kept under its hash. A version never changes, so each is read once by a process."""
    content = db.session.scalars(select(SurveyVersion.content).where(SurveyVersion.version == version)).one()
    return Survey.model_validate_json(content)
