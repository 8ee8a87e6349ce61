"""What the worker process does: messages to send, jobs to run; and tries that are counted, so that nobody can guess."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY
from forms_app.models.responses import LANGUAGE


class Message(Base):
    """One message to one person: what it is about, not its words, which are made when it is sent.

    `state`: `waiting`, `sending`, `sent`, `delivered`, `failed` (for good), `cancelled`. `reference` is ours, unique,
    and goes with the message, so that it is never sent twice. `address` is emptied once nothing more can happen.
    """

    __tablename__ = "message"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    channel: Mapped[str] = mapped_column(CODE)
    provider: Mapped[str | None] = mapped_column(KEY, ForeignKey("provider.provider"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    safety_item_id: Mapped[int | None] = mapped_column(ForeignKey("safety_item.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    staff_invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("staff_invitation.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str | None] = mapped_column(LANGUAGE)
    address: Mapped[str | None] = mapped_column(EncryptedText)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(CODE, default="waiting")
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    carrier_id: Mapped[str | None] = mapped_column(String(120))
    failure: Mapped[str | None] = mapped_column(String(300))

    __table_args__ = (Index("ix_message_waiting", "state", "not_before"),)


class Job(Base):
    """Work that takes time. `done` of `total` is shown while it runs; `result` names a file below HOME/files.

    `seen_at`: when it last said how far it is. `tries`: how often it was begun, so that it is not begun for ever.
    """

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    provider: Mapped[str | None] = mapped_column(KEY, ForeignKey("provider.provider"))
    parameters: Mapped[str] = mapped_column(Text, default="{}")
    state: Mapped[str] = mapped_column(CODE, default="waiting")
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int | None]
    result: Mapped[str | None] = mapped_column(String(200))
    problem: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (Index("ix_job_waiting", "state", "id"),)


class Beat(Base):
    """When the worker last did each of its duties, so that a page can say when it has stopped."""

    __tablename__ = "beat"
    duty: Mapped[str] = mapped_column(CODE, primary_key=True)
    at: Mapped[datetime]


class Attempt(Base):
    """How often something that could be guessed was tried within a stretch of time. `who` is a keyed hash, soon removed."""

    __tablename__ = "attempt"
    what: Mapped[str] = mapped_column(CODE, primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
