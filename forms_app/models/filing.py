"""What providers file, what commissioners decide, what was published before."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forms_app.database import Base
from forms_app.models.records import CODE, KEY


class FiledReturn(Base):
    """A return as filed: a snapshot. A correction is a new `version` with a reason; the highest one counts."""

    __tablename__ = "filed_return"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    framework: Mapped[str] = mapped_column(CODE)
    form: Mapped[str] = mapped_column(CODE)
    period_start: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
    filed_on: Mapped[date | None]
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    values: Mapped[list["ReturnValue"]] = relationship(back_populates="filed_return", cascade="all, delete-orphan")

    __table_args__ = (
        UniqueConstraint("provider", "framework", "form", "period_start", "version", name="uq_filed_return_version"),
    )


class ReturnValue(Base):
    """One field of a filed return, as text exactly as filed; `note` says why it fails a check or differs from records."""

    __tablename__ = "return_value"
    filed_return_id: Mapped[int] = mapped_column(ForeignKey("filed_return.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(160), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    filed_return: Mapped[FiledReturn] = relationship(back_populates="values")


class ReturnDraft(Base):
    """A return being filled in: what was typed, kept whether or not it is valid. Filing removes it."""

    __tablename__ = "return_draft"
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), primary_key=True)
    framework: Mapped[str] = mapped_column(CODE, primary_key=True)
    form: Mapped[str] = mapped_column(CODE, primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    typed: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]


class PaymentDecision(Base):
    """A commissioner's decision on one payment element for one contract year. The newest one counts."""

    __tablename__ = "payment_decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    contract: Mapped[str] = mapped_column(KEY, ForeignKey("contract.contract"))
    contract_year: Mapped[int]
    element: Mapped[str] = mapped_column(CODE)
    met: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (Index("ix_payment_decision_contract", "contract", "contract_year", "element"),)


class TargetOverride(Base):
    """A target agreed for one contract in place of the framework's, with the reason."""

    __tablename__ = "target_override"
    contract: Mapped[str] = mapped_column(KEY, ForeignKey("contract.contract"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(120), primary_key=True)
    interval: Mapped[str] = mapped_column(CODE, primary_key=True)
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    stretch: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class PublishedFigure(Base):
    """An aggregate published before the system began, with its source."""

    __tablename__ = "published_figure"
    framework: Mapped[str] = mapped_column(CODE, primary_key=True)
    measure: Mapped[str] = mapped_column(String(120), primary_key=True)
    period_start: Mapped[date] = mapped_column(primary_key=True)
    period_end: Mapped[date] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column(String(120), primary_key=True, default="")
    value: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    source: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
