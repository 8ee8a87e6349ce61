"""Rounds of surveys, invitations, paper sheets, responses and their answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.records import CODE, KEY, LIST

HASH = String(64)
LANGUAGE = String(20)
UNNUMBERED = {"sqlite_with_rowid": False}
"""SQLite numbers rows as they come, which tells who answered first. These tables' rows lie in the order of their keys."""


class SurveyVersion(Base):
    """A survey exactly as it was asked: frozen content under its hash."""

    __tablename__ = "survey_version"
    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    survey: Mapped[str] = mapped_column(CODE)
    content: Mapped[str] = mapped_column(Text)
    first_used_on: Mapped[date]


class Round(Base):
    """A survey open for answers, for one provider's people. `slug` is its public address; an open round needs no token.

    `languages`: those in which it may be answered, `;`-separated, the first one shown first.
    """

    __tablename__ = "round"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    survey: Mapped[str] = mapped_column(CODE)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    title: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    open_to_all: Mapped[bool] = mapped_column(default=True)
    anonymous: Mapped[bool] = mapped_column(default=True)
    languages: Mapped[str] = mapped_column(LIST, default="en", server_default="en")
    remind_after_days: Mapped[int | None] = mapped_column(default=21, server_default="21")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Invitation(Base):
    """Someone who was asked by name, by message or by letter. In an anonymous round no response is ever tied to it.

    Where to reach them is kept until it is no longer needed. `contact_hash` is a keyed hash of the address or number,
    by which a wish not to be asked, and how often someone was asked, are found again.
    """

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    person: Mapped[str | None] = mapped_column(KEY)
    channel: Mapped[str | None] = mapped_column(CODE)
    language: Mapped[str | None] = mapped_column(LANGUAGE)
    name: Mapped[str | None] = mapped_column(EncryptedText)
    email: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    address: Mapped[str | None] = mapped_column(EncryptedText)
    contact_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    state: Mapped[str] = mapped_column(CODE, default="made")
    response: Mapped[str | None] = mapped_column(KEY, unique=True)

    __table_args__ = (Index("ix_invitation_person", "person", "round_id"),)


class InvitationToken(Base):
    """A personal link's token, by its hash alone. Each message carries a new one; all of an invitation's work."""

    __tablename__ = "invitation_token"
    token_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
    made_on: Mapped[date | None]


class StoppedContact(Base):
    """An address or number, as a keyed hash, whose holder asked for no more invitations."""

    __tablename__ = "stopped_contact"
    contact_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    stopped_on: Mapped[date]


class Asked(Base):
    """One asking of one person (`who`: a keyed hash), whoever asked, so that nobody is asked too much."""

    __tablename__ = "asked"
    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(HASH)
    asked_on: Mapped[date]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))

    __table_args__ = (Index("ix_asked_who", "who", "asked_on"),)


class PaperSheet(Base):
    """A survey printed for one person, or a call. `code` ties the sheet to its round; it says nothing of who has it.

    `receipt_hash` is of the receipt code on the part that the person keeps, and passes to the response when the sheet is
    typed in. In an anonymous round `response`, `entered_on` and `entered_by` stay empty.
    """

    __tablename__ = "paper_sheet"
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    version: Mapped[str] = mapped_column(ForeignKey("survey_version.version"))
    language: Mapped[str] = mapped_column(LANGUAGE)
    layout: Mapped[str] = mapped_column(CODE)
    state: Mapped[str] = mapped_column(CODE, default="printed")
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id", ondelete="SET NULL"))
    response: Mapped[str | None] = mapped_column(ForeignKey("response.response", ondelete="SET NULL"), unique=True)
    made_on: Mapped[date]
    receipt_hash: Mapped[str | None] = mapped_column(HASH, unique=True)
    entered_on: Mapped[date | None]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class LanguageSignOff(Base):
    """A speaker's word that a translation of a survey, exactly as it was then (`content_hash`), can be trusted."""

    __tablename__ = "language_sign_off"
    survey: Mapped[str] = mapped_column(CODE, primary_key=True)
    language: Mapped[str] = mapped_column(LANGUAGE, primary_key=True)
    content_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    speaker: Mapped[str] = mapped_column(String(200))
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed_on: Mapped[date]


class Response(Base):
    """One person's answers to one survey. Its id is fixed when it begins; `submitted_on` is a date, never a time.

    `secret_hash` is of the key that the respondent's browser holds while answering, `receipt_hash` of the receipt code.
    `helper` says who gave the answers: `self`, `with_help`, `proxy`. `saved_on`: the last day anything was saved.
    `replaces` is the response, sent before by the same person, in whose place this one comes when it is sent.
    `shown`: whether staff may see what was sent; in anonymous rounds with invitations it waits for a group.
    """

    __tablename__ = "response"
    response: Mapped[str] = mapped_column(KEY, primary_key=True)
    survey: Mapped[str] = mapped_column(CODE)
    version: Mapped[str | None] = mapped_column(ForeignKey("survey_version.version"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    channel: Mapped[str | None] = mapped_column(CODE)
    language: Mapped[str | None] = mapped_column(String(20))
    started_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    helper: Mapped[str | None] = mapped_column(CODE)
    saved_on: Mapped[date | None]
    replaces: Mapped[str | None] = mapped_column(KEY, unique=True)
    shown: Mapped[bool] = mapped_column(default=True, server_default=true())
    answers: Mapped[list["AnswerRow"]] = relationship(back_populates="of", cascade="all, delete-orphan")

    __table_args__ = (
        Index("ix_response_submitted", "provider", "submitted_on", "survey"),
        Index("ix_response_waiting", "round_id", sqlite_where=text("NOT shown"), postgresql_where=text("NOT shown")),
        UNNUMBERED,
    )


class ResponseKey(Base):
    """One more key, by its hash, that opens a response under way: that of a later message to the same person."""

    __tablename__ = "response_key"
    __table_args__ = UNNUMBERED
    key_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    response: Mapped[str] = mapped_column(ForeignKey("response.response", ondelete="CASCADE"), index=True)


class FinishCode(Base):
    """A code to finish later with. The address of the answers is sealed under the code itself, which is not kept."""

    __tablename__ = "finish_code"
    __table_args__ = UNNUMBERED
    lookup_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    response: Mapped[str] = mapped_column(ForeignKey("response.response", ondelete="CASCADE"), index=True)
    sealed: Mapped[str] = mapped_column(Text)
    expires_on: Mapped[date]


class AnswerRow(Base):
    """One code, number or text given to one question. A question passed over is a row with all three empty.

    `item` is the code again where several may be picked, else empty: it makes the key.
    """

    __tablename__ = "answer"
    response: Mapped[str] = mapped_column(KEY, ForeignKey("response.response", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    item: Mapped[str] = mapped_column(CODE, primary_key=True, default="")
    code: Mapped[str | None] = mapped_column(CODE)
    number: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(EncryptedText)
    of: Mapped[Response] = relationship(back_populates="answers")

    __table_args__ = (
        CheckConstraint("code IS NULL OR number IS NULL", name="one_kind_of_answer"),
        Index("ix_answer_question", "question", "code", "response"),
        UNNUMBERED,
    )


class HeldAnswer(Base):
    """What someone typed that can't stand as an answer yet: it waits here, apart from the answers, to be put right."""

    __tablename__ = "held_answer"
    __table_args__ = UNNUMBERED
    response: Mapped[str] = mapped_column(KEY, ForeignKey("response.response", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    typed: Mapped[str] = mapped_column(EncryptedText)


class TextTheme(Base):
    """A theme that staff gave to what someone wrote."""

    __tablename__ = "text_theme"
    __table_args__ = UNNUMBERED
    response: Mapped[str] = mapped_column(KEY, ForeignKey("response.response", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    theme: Mapped[str] = mapped_column(CODE, primary_key=True)
    coded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    coded_at: Mapped[datetime | None]


class SecondCoding(Base):
    """A theme that a second member of staff gave to the same words, without seeing the first's.

    Words to which they gave no theme have one row, with an empty `theme`.
    """

    __tablename__ = "second_coding"
    __table_args__ = UNNUMBERED
    response: Mapped[str] = mapped_column(KEY, ForeignKey("response.response", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    theme: Mapped[str] = mapped_column(CODE, primary_key=True, default="")
    coded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    coded_at: Mapped[datetime | None]


class DoubleCoding(Base):
    """Words that two people sorted, each by themselves: what the first had chosen (`;`-separated) when the second did.

    It stays as it was, so that agreement is of two who had not spoken. `settled_by`: who wrote down what both agreed.
    """

    __tablename__ = "double_coding"
    __table_args__ = UNNUMBERED
    response: Mapped[str] = mapped_column(KEY, ForeignKey("response.response", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(120), primary_key=True)
    first_themes: Mapped[str] = mapped_column(Text, default="")
    first_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    second_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]


class SecondCodingShare(Base):
    """How many in a hundred of a provider's texts a second person sorts too."""

    __tablename__ = "second_coding_share"
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), primary_key=True)
    percent: Mapped[int] = mapped_column(default=20)
