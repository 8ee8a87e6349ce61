"""Editions of surveys: which one is asked now, and all there have been."""

from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.models.editions import SurveyEdition
from forms_app.respond import versions
from surveys.model.survey import Survey


def current_survey(survey_id: str, round_id: int | None = None) -> Survey | None:
    """What a person who begins now is asked: the survey's newest edition, else the library's; None where there is none.

    With `round_id`, the newest edition that the round takes: its authors may have left it with the one before.
    """
    for edition in editions_of(survey_id):
        if round_id is None or str(round_id) not in edition.left_rounds.split(";"):
            return versions.frozen_survey(edition.version)
    return library().surveys.get(survey_id)


def editions_of(survey_id: str) -> list[SurveyEdition]:
    """The editions published here, the newest first. Served by the primary key."""
    query = select(SurveyEdition).where(SurveyEdition.survey == survey_id).order_by(SurveyEdition.number.desc())
    return list(db.session.scalars(query))


def all_surveys() -> dict[str, Survey]:
    """Every survey that can be asked, as it is asked now: the library's in its order, then those made here."""
    query = select(SurveyEdition.survey, SurveyEdition.version).order_by(SurveyEdition.survey, SurveyEdition.number)
    newest = {row.survey: row.version for row in db.session.execute(query)}
    return library().surveys | {name: versions.frozen_survey(version) for name, version in newest.items()}
