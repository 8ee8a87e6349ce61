"""Case studies and quotes, with the consent they rest on."""

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY


class Story(Base):
    """A case study or a quote. Published only when approved by a second person, with consent in force.

    `kind`: `story` or `quote`. `outcomes`: `framework:outcome`, `;`-separated. `consent_reference` names the consent
    without naming the person; `sharing_attributes` is how many people share what is described (10 or more to publish).
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
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        ForeignKeyConstraint(["provider", "person"], ["person.provider", "person.person"], name="fk_story_person"),
    )
