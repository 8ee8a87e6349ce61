"""Who saw or changed what: an append-only log in which every event carries the hash of the one before."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.models.records import CODE, KEY


class AuditEvent(Base):
    """One event. `details` is JSON with exactly the keys declared for `action`; it never holds what was typed.

    The chain is over `sealed`, a salted hash of `person` and `details`: erasing someone empties these two and the salt, and
    the chain still holds.
    """

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    action: Mapped[str] = mapped_column(CODE)
    provider: Mapped[str | None] = mapped_column(KEY)
    person: Mapped[str | None] = mapped_column(KEY)
    details: Mapped[str] = mapped_column(Text, default="{}")
    salt: Mapped[str | None] = mapped_column(String(32))
    sealed: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (Index("ix_audit_event_person", "provider", "person", "at"),)
