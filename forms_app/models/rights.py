"""People's rights over what is held about them, what is kept for how long, and imports that can be taken back."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY


class Erasure(Base):
    """That a person was erased (`who`: a keyed hash), so that a restored backup can be put right. `rows`: JSON by table."""

    __tablename__ = "erasure"
    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64), index=True)
    provider: Mapped[str | None] = mapped_column(KEY)
    erased_at: Mapped[datetime]
    erased_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    rows: Mapped[str] = mapped_column(Text)


class RetentionRun(Base):
    """What a retention rule removed on a day: counts only."""

    __tablename__ = "retention_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(CODE)
    ran_on: Mapped[date]
    removed: Mapped[int]
    words: Mapped[str] = mapped_column(String(400))


class GuidedImport(Base):
    """Files brought over in the browser: `state` is uploaded, mapped, checked, imported, undone.

    `content` (JSON) is their rows and how they are matched, `undo` (JSON) what it takes to take them back once imported.
    """

    __tablename__ = "guided_import"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str | None] = mapped_column(KEY, ForeignKey("provider.provider"))
    state: Mapped[str] = mapped_column(CODE)
    content: Mapped[str] = mapped_column(EncryptedText)
    undo: Mapped[str | None] = mapped_column(EncryptedText)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0, server_default="0")


class ColumnMapping(Base):
    """Which columns and values of files with a header (its hash) are which of ours, as last chosen. `mapping` is JSON."""

    __tablename__ = "column_mapping"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str | None] = mapped_column(KEY, ForeignKey("provider.provider"))
    kind: Mapped[str] = mapped_column(CODE)
    header: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[str] = mapped_column(EncryptedText)
    changed_at: Mapped[datetime]

    __table_args__ = (Index("ix_column_mapping_header", "provider", "kind", "header"),)
