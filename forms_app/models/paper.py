"""Sheets of paper and telephone calls while they are typed in, and what is remembered of them afterwards."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText

SHEET = String(20)


class SheetDraft(Base):
    """What has been typed of a sheet so far; it goes when the sheet is finished, so that nothing ties the two.

    `typed` and `again` are JSON: the fields of the page, first and second time. `receipt` is a caller's receipt code,
    read out before the call is finished. `version` rises with each save, so that no save hides another.
    """

    __tablename__ = "sheet_draft"
    sheet: Mapped[str] = mapped_column(SHEET, ForeignKey("paper_sheet.code", ondelete="CASCADE"), primary_key=True)
    typed: Mapped[str] = mapped_column(EncryptedText)
    again: Mapped[str | None] = mapped_column(EncryptedText)
    receipt: Mapped[str | None] = mapped_column(EncryptedText)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    typed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    again_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}


class SheetTally(Base):
    """How often one question of a round was unclear on paper, or was answered though the paper says to skip it."""

    __tablename__ = "sheet_tally"
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    unclear: Mapped[int] = mapped_column(default=0, server_default="0")
    off_path: Mapped[int] = mapped_column(default=0, server_default="0")


class SheetCorrection(Base):
    """A sheet of a named round that a manager put right after it was typed in, and why."""

    __tablename__ = "sheet_correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet: Mapped[str] = mapped_column(SHEET, ForeignKey("paper_sheet.code"), index=True)
    reason: Mapped[str] = mapped_column(EncryptedText)
    corrected_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    corrected_on: Mapped[date]
