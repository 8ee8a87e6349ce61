"""What support workers keep beside the records that are counted: drafts, notes, consents, plans, what was given."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY


def _of_person(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["provider", "person"], ["person.provider", "person.person"], name=f"fk_{table}_person")


class FormDraft(Base):
    """A form as one user has typed it so far (`typed`: JSON of its fields), kept until it is saved for good."""

    __tablename__ = "form_draft"
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), primary_key=True)
    form: Mapped[str] = mapped_column(CODE, primary_key=True)
    subject: Mapped[str] = mapped_column(KEY, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    typed: Mapped[str] = mapped_column(EncryptedText)
    base_version: Mapped[int | None]
    saved_at: Mapped[datetime]


class ReviewVersion(Base):
    """A review as it was before a correction (`content`: JSON), and why it was corrected."""

    __tablename__ = "review_version"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    review: Mapped[str] = mapped_column(KEY, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(EncryptedText)
    reason: Mapped[str] = mapped_column(EncryptedText)
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    replaced_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["provider", "review"], ["review.provider", "review.review"], name="fk_review_version_review"),
    )


class Note(Base):
    """A note about a person."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY)
    person: Mapped[str] = mapped_column(KEY)
    text: Mapped[str] = mapped_column(EncryptedText)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]

    __table_args__ = (_of_person("note"), Index("ix_note_person", "provider", "person", "written_at"))


class Consent(Base):
    """What a person agreed to (`scope`), how (`form`: signed, recorded, e-mail), until when, and whether withdrawn."""

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY)
    person: Mapped[str] = mapped_column(KEY)
    scope: Mapped[str] = mapped_column(CODE)
    form: Mapped[str] = mapped_column(CODE)
    given_on: Mapped[date]
    expires_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (_of_person("consent"), Index("ix_consent_person", "provider", "person"))


class Attendance(Base):
    """That a person came to an activity."""

    __tablename__ = "attendance"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    activity: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)

    __table_args__ = (
        _of_person("attendance"),
        ForeignKeyConstraint(
            ["provider", "activity"], ["activity.provider", "activity.activity"], name="fk_attendance_activity"
        ),
        Index("ix_attendance_person", "provider", "person"),
    )


class EmergencyPlan(Base):
    """What is to happen when the carer suddenly can't care, and when it was made and looked at again."""

    __tablename__ = "emergency_plan"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)
    made_on: Mapped[date]
    reviewed_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    plan: Mapped[str | None] = mapped_column(EncryptedText)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (_of_person("emergency_plan"),)


class WellbeingPayment(Base):
    """Money given to a carer, in pounds, and what it was spent on."""

    __tablename__ = "wellbeing_payment"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY)
    person: Mapped[str] = mapped_column(KEY)
    paid_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    spent_on: Mapped[str | None] = mapped_column(CODE)
    once: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (_of_person("wellbeing_payment"), Index("ix_wellbeing_payment_paid", "provider", "paid_on"))


class CardIssued(Base):
    """A card given to a person: an emergency card, a partners-in-care card."""

    __tablename__ = "card_issued"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY)
    person: Mapped[str] = mapped_column(KEY)
    kind: Mapped[str] = mapped_column(CODE)
    issued_on: Mapped[date]
    once: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (_of_person("card_issued"), Index("ix_card_issued_on", "provider", "issued_on", "kind"))
