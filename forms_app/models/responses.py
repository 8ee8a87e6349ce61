"""Rounds of surveys, invitations, responses and their answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY


class SurveyVersion(Base):
    """A survey exactly as it was asked: frozen content under its hash."""

    __tablename__ = "survey_version"
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    survey: Mapped[str] = mapped_column(CODE)
    content: Mapped[str] = mapped_column(Text)
    first_used_on: Mapped[date]


class Round(Base):
    """A survey open for answers, for one provider's people. `slug` is its public address; an open round needs no token."""

    __tablename__ = "round"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    survey: Mapped[str] = mapped_column(CODE)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    title: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    open_to_all: Mapped[bool] = mapped_column(default=True)
    anonymous: Mapped[bool] = mapped_column(default=True)


class Invitation(Base):
    """A personal link. Only the token's hash is kept; in an anonymous round no response is ever tied to it."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[str | None] = mapped_column(KEY)
    state: Mapped[str] = mapped_column(CODE, default="made")
    response: Mapped[str | None] = mapped_column(KEY, unique=True)


class Response(Base):
    """One person's answers to one survey. Its id is fixed when it begins; `submitted_on` is a date, never a time.

    `secret_hash` is of the key that the respondent's browser holds while answering, `receipt_hash` of the receipt code.
    """

    __tablename__ = "response"
    response: Mapped[str] = mapped_column(KEY, primary_key=True)
    survey: Mapped[str] = mapped_column(CODE)
    version: Mapped[str | None] = mapped_column(ForeignKey("survey_version.version"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    channel: Mapped[str | None] = mapped_column(CODE)
    language: Mapped[str | None] = mapped_column(String(20))
    started_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    answers: Mapped[list["AnswerRow"]] = relationship(back_populates="of", cascade="all, delete-orphan")

    __table_args__ = (Index("ix_response_submitted", "provider", "submitted_on", "survey"),)


class AnswerRow(Base):
    """One code, number or text given to one question. A question passed over is a row with all three empty.

    `item` is the code again where several may be picked, else empty: it makes the key.
    """

    __tablename__ = "answer"
    response: Mapped[str] = mapped_column(KEY, ForeignKey("response.response", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    item: Mapped[str] = mapped_column(CODE, primary_key=True, default="")
    code: Mapped[str | None] = mapped_column(CODE)
    number: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(EncryptedText)
    of: Mapped[Response] = relationship(back_populates="answers")

    __table_args__ = (
        CheckConstraint("code IS NULL OR number IS NULL", name="one_kind_of_answer"),
        Index("ix_answer_question", "question", "code", "response"),
    )


class TextTheme(Base):
    """A theme that staff gave to what someone wrote."""

    __tablename__ = "text_theme"
    response: Mapped[str] = mapped_column(KEY, ForeignKey("response.response", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    theme: Mapped[str] = mapped_column(CODE, primary_key=True)
    coded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    coded_at: Mapped[datetime | None]
