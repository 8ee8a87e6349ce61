"""Accounts: users and roles, sessions, ways in; and the records that a provider agreed to show the council.

A user belongs to one organisation: a provider, or the council.
"""

from datetime import datetime

from flask_security import AsaList, RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forms_app.database import Base
from forms_app.models.records import CODE, KEY, LIST

ROLES = ("support_worker", "duty_worker", "provider_manager", "commissioner", "administrator")

user_roles = Table(
    "user_roles",
    Base.metadata,
    Column("user_id", Integer, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", Integer, ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """What a user may do; one of ROLES."""

    __tablename__ = "role"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))


class User(Base, UserMixin):
    """Someone who signs in. `provider` is empty for the council's own people, who see aggregates of every provider."""

    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    provider: Mapped[str | None] = mapped_column(KEY, ForeignKey("provider.provider"))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    current_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    last_login_ip: Mapped[str | None] = mapped_column(String(64))
    current_login_ip: Mapped[str | None] = mapped_column(String(64))
    login_count: Mapped[int | None]  # type: ignore[assignment]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(64), unique=True
    )
    roles: Mapped[list[Role]] = relationship(secondary=user_roles)  # type: ignore[assignment]
    webauthn: Mapped[list["WebAuthn"]] = relationship(  # type: ignore[assignment]
        cascade="all, delete", backref="users"
    )


class WebAuthn(Base, WebAuthnMixin):
    """A passkey that a user registered. The public key says nothing without the device that holds the other half."""

    __tablename__ = "web_authn"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    create_datetime: Mapped[datetime]
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))


class StaffSession(Base):
    """A browser in which a user has signed in. Its cookie holds a token of which only a hash is kept.

    It is over once `ended_at` is set, `seen_at` lies too far back (idle), or `began_at` does (however busy).
    `confirmed_at`: when whoever sits there last showed that it is their account.
    """

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(120), default="")


class StaffInvitation(Base):
    """Someone asked to open an account. The link's token is kept as a hash alone, and works once until `expires_at`.

    The token is made when the message is, so that an invitation that waits to be sent has none.
    """

    __tablename__ = "staff_invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(200), default="")
    roles: Mapped[str] = mapped_column(LIST)
    provider: Mapped[str | None] = mapped_column(KEY, ForeignKey("provider.provider"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A link by which a user sets a new password: a hash of its token, good once until `expires_at`."""

    __tablename__ = "password_reset"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SamplingReview(Base):
    """A named review of a provider's work by a sample of records: asked for by a commissioner, agreed to by the provider.

    `state`: `asked`, `agreed`, `refused`, `ended`. `size`: how many people, or how many in a hundred (`unit`); who they are
    is drawn when it is agreed (`seed`), and a grant each lets the commissioner open their records until `expires_at`.
    """

    __tablename__ = "sampling_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(400))
    size: Mapped[int]
    unit: Mapped[str] = mapped_column(CODE, default="people", server_default="people")
    days: Mapped[int]
    state: Mapped[str] = mapped_column(CODE, default="asked")
    seed: Mapped[str | None] = mapped_column(String(40))
    population: Mapped[int | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(400))
    expires_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


class SamplingGrant(Base):
    """That one commissioner may open one person's record for a time, under a named sampling review."""

    __tablename__ = "sampling_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("sampling_review.id"), index=True)
    provider: Mapped[str] = mapped_column(KEY, ForeignKey("provider.provider"))
    person: Mapped[str] = mapped_column(KEY)
    granted_to: Mapped[int] = mapped_column(ForeignKey("user.id"))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(String(400))
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_sampling_grant_person", "provider", "person", "granted_to"),)
