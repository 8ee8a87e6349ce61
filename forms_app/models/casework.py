"""What support workers keep beside the records that are counted.

Drafts and earlier versions, notes, consents, marks to find people by, samples, plans, payments and cards.
"""

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


class RecordVersion(Base):
    """A goal or an assessment (`kind`) as it was before a correction, or before it was taken back, and why.

    `content`: JSON of its columns. What was taken back is in its own table no more, so that no figure counts it.
    """

    __tablename__ = "record_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY)
    person: Mapped[str] = mapped_column(KEY)
    kind: Mapped[str] = mapped_column(CODE)
    record: Mapped[str] = mapped_column(KEY)
    number: Mapped[int]
    content: Mapped[str] = mapped_column(EncryptedText)
    reason: Mapped[str] = mapped_column(EncryptedText)
    taken_back: Mapped[bool]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    replaced_at: Mapped[datetime]

    __table_args__ = (
        _of_person("record_version"),
        Index("ix_record_version_person", "provider", "person"),
        Index("ix_record_version_record", "provider", "kind", "record", "number", unique=True),
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
    once: Mapped[str | None] = mapped_column(String(64), unique=True)

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
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reference: Mapped[str | None] = mapped_column(String(80))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (_of_person("consent"), Index("ix_consent_person", "provider", "person"))


class PersonMark(Base):
    """A keyed hash of something by which a person is found again: their whole name, a word of it, a number, an address."""

    __tablename__ = "person_mark"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    kind: Mapped[str] = mapped_column(CODE, primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)

    __table_args__ = (_of_person("person_mark"), Index("ix_person_mark_person", "provider", "person"))


class ToldApart(Base):
    """That a worker said of two people who are alike that they are two; `person` is the one whose reference sorts first."""

    __tablename__ = "told_apart"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)
    other: Mapped[str] = mapped_column(KEY, primary_key=True)
    told_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    told_on: Mapped[date]

    __table_args__ = (
        _of_person("told_apart"),
        ForeignKeyConstraint(["provider", "other"], ["person.provider", "person.person"], name="fk_told_apart_other"),
        Index("ix_told_apart_other", "provider", "other"),
    )


class StatusChange(Base):
    """That a person's status became `status` on a day, and why (`reason`: a code of the list of that status)."""

    __tablename__ = "status_change"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(CODE)
    reason: Mapped[str | None] = mapped_column(CODE)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (_of_person("status_change"),)


class ReviewSample(Base):
    """People drawn by lot for a sample review in a period: `share` per cent of `population`, repeatable by `seed`."""

    __tablename__ = "review_sample"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    framework: Mapped[str] = mapped_column(CODE)
    clock: Mapped[str] = mapped_column(CODE)
    period_start: Mapped[date]
    period_end: Mapped[date]
    share: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    seed: Mapped[str] = mapped_column(String(40))
    population: Mapped[int]
    drawn_at: Mapped[datetime]

    __table_args__ = (Index("ix_review_sample_period", "provider", "framework", "clock", "period_start", unique=True),)


class SampledPerson(Base):
    """Someone drawn for a sample review."""

    __tablename__ = "sampled_person"
    sample_id: Mapped[int] = mapped_column(ForeignKey("review_sample.id", ondelete="CASCADE"), primary_key=True)
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)

    __table_args__ = (_of_person("sampled_person"), Index("ix_sampled_person", "provider", "person"))


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

    __table_args__ = (
        _of_person("wellbeing_payment"),
        Index("ix_wellbeing_payment_paid", "provider", "paid_on"),
        Index("ix_wellbeing_payment_person", "provider", "person"),
    )


class CardIssued(Base):
    """A card given to a person: an emergency card, a partners-in-care card."""

    __tablename__ = "card_issued"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY)
    person: Mapped[str] = mapped_column(KEY)
    kind: Mapped[str] = mapped_column(CODE)
    issued_on: Mapped[date]
    once: Mapped[str | None] = mapped_column(String(64), unique=True)

    __table_args__ = (
        _of_person("card_issued"),
        Index("ix_card_issued_on", "provider", "issued_on", "kind"),
        Index("ix_card_issued_person", "provider", "person"),
    )
