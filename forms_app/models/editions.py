"""Surveys that authors change: what they are working on, and what they have published."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.models.records import CODE


class SurveyEdition(Base):
    """A survey as an author published it: edition `number` of `survey`, whose content is kept under `version`.

    `changes` is JSON: under `questions`, for each question that was edited, `same` (the series goes on) or `changed` (a
    break); under `checked`, the translations that were found right as they are. The newest edition is asked of whoever
    begins, but for the rounds of `left_rounds` (ids, `;`-separated), which go on with the edition before it.
    """

    __tablename__ = "survey_edition"
    survey: Mapped[str] = mapped_column(CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("survey_version.version"))
    changes: Mapped[str] = mapped_column(Text, default="{}")
    note: Mapped[str] = mapped_column(String(400), default="")
    published_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    published_on: Mapped[date]
    left_rounds: Mapped[str] = mapped_column(Text, default="")


class SurveyDraft(Base):
    """The next edition of a survey while it is being written: JSON with the `survey` and the translations `checked`.

    `lock` rises with each save, so no save hides another.
    """

    __tablename__ = "survey_draft"
    survey: Mapped[str] = mapped_column(CODE, primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    lock: Mapped[int] = mapped_column(default=1)
    base_version: Mapped[str | None] = mapped_column(String(64))
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": lock}
