"""Case studies and quotes with the consent they rest on, and "You said, we did"."""

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY, LIST


class Story(Base):
    """A case study or a quote. Published only when approved by a second person, with consent in force.

    `kind`: `story` or `quote`. `outcomes`: `framework:outcome`, `;`-separated. `consent_reference` names the consent
    without naming the person; `consent_scope` lists where it may be shown, with `first_name` where that may stand, and
    `consent_id` is the person's consent on file that it rests on. `attributes` (JSON, column to codes) is what the text
    says of the person, `sharing_attributes` how many people shared that when last counted (10 or more to publish).
    `cleared` (JSON, what was found to who cleared it) holds what looks like a name or place and is none. `from_review`,
    `from_response`, `from_question`: what it was written from; words of an anonymous round keep no response.
    """

    __tablename__ = "story"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    person: Mapped[str | None] = mapped_column(KEY)
    kind: Mapped[str] = mapped_column(CODE, default="story")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(EncryptedText)
    outcomes: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_on: Mapped[date]
    consent_reference: Mapped[str | None] = mapped_column(String(80))
    consent_form: Mapped[str | None] = mapped_column(CODE)
    consent_on: Mapped[date | None]
    consent_until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    sharing_attributes: Mapped[int | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_on: Mapped[date | None]
    consent_scope: Mapped[str | None] = mapped_column(LIST)
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"), index=True)
    attributes: Mapped[str | None] = mapped_column(Text)
    cleared: Mapped[str | None] = mapped_column(EncryptedText)
    from_review: Mapped[str | None] = mapped_column(KEY)
    from_response: Mapped[str | None] = mapped_column(KEY)
    from_question: Mapped[str | None] = mapped_column(String(140))
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        ForeignKeyConstraint(["provider", "person"], ["person.provider", "person.person"], name="fk_story_person"),
        Index("ix_story_person", "provider", "person"),
    )


class ChangeMade(Base):
    """You said, we did: what people asked for and what was done about it, published once a second person approved."""

    __tablename__ = "change_made"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str | None] = mapped_column(KEY, ForeignKey("provider.provider"), index=True)
    framework: Mapped[str] = mapped_column(CODE)
    outcome: Mapped[str | None] = mapped_column(String(140))
    said: Mapped[str] = mapped_column(Text)
    did: Mapped[str] = mapped_column(Text)
    done_on: Mapped[date]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_on: Mapped[date]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}
