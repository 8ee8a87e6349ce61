"""Providers, contracts, people, and what is recorded of them.

Columns carry the names of the import files (`docs/contributing/bringing-data.md`), and keys begin with the provider, so
that every query can be scoped and a cluster can distribute by organisation.
"""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText

KEY = String(80)
CODE = String(60)
LIST = String(400)


class Provider(Base):
    """An organisation that supports carers or service users under contract."""

    __tablename__ = "provider"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    locality: Mapped[str | None] = mapped_column(CODE)


class Contract(Base):
    """A contract of one provider under one framework. `annual_value` in pounds."""

    __tablename__ = "contract"
    contract: Mapped[str] = mapped_column(KEY, primary_key=True)
    framework: Mapped[str] = mapped_column(CODE)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    annual_value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    contract_meeting_day: Mapped[int | None]

    __table_args__ = (Index("ix_contract_framework", "framework", "provider"),)


class Person(Base):
    """A carer or service user of one provider. The reference is the provider's own; a name is optional."""

    __tablename__ = "person"
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)
    role: Mapped[str] = mapped_column(CODE)
    registered_on: Mapped[date]
    status: Mapped[str | None] = mapped_column(CODE)
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str | None] = mapped_column(CODE)
    locality: Mapped[str | None] = mapped_column(CODE)
    carer_groups: Mapped[str | None] = mapped_column(LIST)
    birth_year: Mapped[int | None]
    gender: Mapped[str | None] = mapped_column(CODE)
    ethnicity: Mapped[str | None] = mapped_column(CODE)
    health_issues: Mapped[str | None] = mapped_column(CODE)
    family_status: Mapped[str | None] = mapped_column(CODE)
    employment_status: Mapped[str | None] = mapped_column(CODE)
    cared_for_birth_year: Mapped[int | None]
    cared_for_gender: Mapped[str | None] = mapped_column(CODE)
    cared_for_ethnicity: Mapped[str | None] = mapped_column(CODE)
    cared_for_conditions: Mapped[str | None] = mapped_column(LIST)
    name: Mapped[str | None] = mapped_column(EncryptedText)
    cares_for: Mapped[str | None] = mapped_column(KEY)
    cared_for_name: Mapped[str | None] = mapped_column(EncryptedText)
    email: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    address: Mapped[str | None] = mapped_column(EncryptedText)
    contact_by: Mapped[str | None] = mapped_column(CODE)
    language: Mapped[str | None] = mapped_column(String(20))
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"), default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("ix_person_status", "provider", "role", "status"),
        Index("ix_person_cares_for", "provider", "cares_for"),
    )


def _of_person(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["provider", "person"], ["person.provider", "person.person"], name=f"fk_{table}_person")


class Referral(Base):
    """A referral received, accepted or declined; of a person where they are on the books."""

    __tablename__ = "referral"
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), primary_key=True)
    referral: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str | None] = mapped_column(KEY)
    received_on: Mapped[date]
    source: Mapped[str] = mapped_column(CODE)
    kind: Mapped[str] = mapped_column(CODE)
    accepted: Mapped[str | None] = mapped_column(CODE)
    declined_reason: Mapped[str | None] = mapped_column(CODE)
    locality: Mapped[str | None] = mapped_column(CODE)
    notes: Mapped[str | None] = mapped_column(EncryptedText)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (
        _of_person("referral"),
        Index("ix_referral_received", "provider", "received_on"),
        Index("ix_referral_person", "provider", "person"),
    )


class Assessment(Base):
    """An assessment of a person. Its 28 days run from `started_on`; day 28 is in."""

    __tablename__ = "assessment"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    assessment: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY)
    kind: Mapped[str] = mapped_column(CODE)
    started_on: Mapped[date]
    completed_on: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(EncryptedText)
    version: Mapped[int] = mapped_column(server_default=text("1"), default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        _of_person("assessment"),
        Index("ix_assessment_person", "provider", "person"),
        Index("ix_assessment_started", "provider", "started_on"),
    )


class Goal(Base):
    """An outcome agreed, `framework:outcome`. `baseline` is 1 to 5; `at_review` is the review at which it was agreed."""

    __tablename__ = "goal"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    goal: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY)
    outcome: Mapped[str] = mapped_column(String(140))
    agreed_on: Mapped[date]
    baseline: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(EncryptedText)
    at_review: Mapped[str | None] = mapped_column(KEY)

    __table_args__ = (
        _of_person("goal"),
        Index("ix_goal_person", "provider", "person"),
        Index("ix_goal_outcome", "provider", "outcome", "agreed_on"),
    )


class Review(Base):
    """A review of a person's goals on a day."""

    __tablename__ = "review"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    review: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY)
    reviewed_on: Mapped[date]
    kind: Mapped[str | None] = mapped_column(CODE)
    feels_supported: Mapped[str | None] = mapped_column(CODE)
    next_due_on: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(EncryptedText)
    present: Mapped[str | None] = mapped_column(LIST)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"), default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        _of_person("review"),
        Index("ix_review_person", "provider", "person", "reviewed_on"),
        Index("ix_review_on", "provider", "reviewed_on"),
    )


class GoalReview(Base):
    """What a review said of one goal. `score` (1 to 5) is the person's; `worker_score` the worker's where it differs."""

    __tablename__ = "goal_review"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    review: Mapped[str] = mapped_column(KEY, primary_key=True)
    goal: Mapped[str] = mapped_column(KEY, primary_key=True)
    score: Mapped[int | None]
    worker_score: Mapped[int | None]
    said_by: Mapped[str | None] = mapped_column(CODE)
    achieved: Mapped[str] = mapped_column(CODE)
    need_met: Mapped[str | None] = mapped_column(CODE)
    unmet_reason: Mapped[str | None] = mapped_column(CODE)
    words: Mapped[str | None] = mapped_column(EncryptedText)

    __table_args__ = (
        ForeignKeyConstraint(["provider", "review"], ["review.provider", "review.review"], name="fk_goal_review_review"),
        ForeignKeyConstraint(["provider", "goal"], ["goal.provider", "goal.goal"], name="fk_goal_review_goal"),
        Index("ix_goal_review_goal", "provider", "goal"),
    )


class Score(Base):
    """A person's score on a scale on a day, taken at an assessment or a review."""

    __tablename__ = "score"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY, primary_key=True)
    scale: Mapped[str] = mapped_column(CODE, primary_key=True)
    taken_on: Mapped[date] = mapped_column(primary_key=True)
    score: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    at: Mapped[str | None] = mapped_column(CODE)

    __table_args__ = (_of_person("score"), Index("ix_score_scale", "provider", "scale", "taken_on"))


class Contact(Base):
    """Time spent with or for a person."""

    __tablename__ = "contact"
    provider: Mapped[str] = mapped_column(KEY, primary_key=True)
    contact: Mapped[str] = mapped_column(KEY, primary_key=True)
    person: Mapped[str] = mapped_column(KEY)
    on: Mapped[date]
    kind: Mapped[str] = mapped_column(CODE)
    minutes: Mapped[int | None]
    online: Mapped[str | None] = mapped_column(CODE)
    notes: Mapped[str | None] = mapped_column(EncryptedText)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (
        _of_person("contact"),
        Index("ix_contact_person", "provider", "person"),
        Index("ix_contact_on", "provider", "on", "kind"),
    )


class Activity(Base):
    """A session, event, course, newsletter or other thing done for many. `hours` are hours."""

    __tablename__ = "activity"
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), primary_key=True)
    activity: Mapped[str] = mapped_column(KEY, primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    held_on: Mapped[date]
    online: Mapped[str | None] = mapped_column(CODE)
    locality: Mapped[str | None] = mapped_column(CODE)
    attendees: Mapped[int | None]
    hours: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    title: Mapped[str | None] = mapped_column(String(300))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    __table_args__ = (Index("ix_activity_held", "provider", "held_on", "kind"),)


class Feedback(Base):
    """A complaint, concern, compliment, quality alert or safeguarding concern."""

    __tablename__ = "feedback"
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), primary_key=True)
    feedback: Mapped[str] = mapped_column(KEY, primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    received_on: Mapped[date]
    completed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(CODE)
    acknowledged_on: Mapped[date | None]
    person: Mapped[str | None] = mapped_column(KEY)
    about: Mapped[str | None] = mapped_column(EncryptedText)
    what_was_done: Mapped[str | None] = mapped_column(EncryptedText)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(server_default=text("1"), default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("ix_feedback_received", "provider", "received_on", "kind"),
        Index("ix_feedback_person", "provider", "person"),
    )
