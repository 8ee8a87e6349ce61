"""People who may be in danger: what was opened for a named duty worker, by when they act, and what came of it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY
from forms_app.models.responses import LANGUAGE


class DutyPeriod(Base):
    """Who is the duty worker of a provider from a day on, until the day before the next one, or `ends_on`."""

    __tablename__ = "duty_period"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    __table_args__ = (Index("ix_duty_period_provider", "provider", "starts_on"),)


class SafetyItem(Base):
    """One person who may not be safe, for the duty worker alone.

    Opened by an answer where the survey is not anonymous (`response`, `person`, `question`), or by someone who asked to
    be contacted (`asked_for_contact`); then `contact_…` are their own words, else what the invitation held. `known_…` are
    what the invitation or the books held, and stay whatever the person types. From an anonymous survey it never names the
    response or a question. `due_at` is the clock's end.
    """

    __tablename__ = "safety_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    response: Mapped[str | None] = mapped_column(ForeignKey("response.response", ondelete="SET NULL"))
    person: Mapped[str | None] = mapped_column(KEY)
    question: Mapped[str | None] = mapped_column(String(120))
    answer_code: Mapped[str | None] = mapped_column(CODE)
    asked_for_contact: Mapped[bool] = mapped_column(default=False)
    contact_name: Mapped[str | None] = mapped_column(EncryptedText)
    contact_how: Mapped[str | None] = mapped_column(EncryptedText)
    contact_when: Mapped[str | None] = mapped_column(EncryptedText)
    known_name: Mapped[str | None] = mapped_column(EncryptedText)
    known_how: Mapped[str | None] = mapped_column(EncryptedText)
    language: Mapped[str | None] = mapped_column(LANGUAGE)
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Keeps a request that was sent twice from opening two items."""
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[str] = mapped_column(CODE, default="open")
    outcome: Mapped[str | None] = mapped_column(CODE)
    outcome_note: Mapped[str | None] = mapped_column(EncryptedText)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("ix_safety_item_open", "provider", "state", "due_at"),
        Index("ix_safety_item_person", "provider", "person"),
    )


class SafetyNote(Base):
    """One thing that was done or came to light about an item: a try to reach the person, an outcome, a changed answer.

    `user_id` is empty where nobody did it: the person changed their answer, or said how to reach them.
    """

    __tablename__ = "safety_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("safety_item.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(CODE)
    code: Mapped[str | None] = mapped_column(CODE)
    words: Mapped[str | None] = mapped_column(EncryptedText)
