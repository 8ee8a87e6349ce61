"""Inviting someone to open an account. Its link's token is made when the message is, or when it is shown."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from forms_app import audit_log, clock
from forms_app.accounts import names_of_users
from forms_app.administration.blueprint import ADMINISTRATOR, organisation_words
from forms_app.administration.changes import account_of, role_named
from forms_app.database import db
from forms_app.day_words import time_words
from forms_app.keyed_hash import keyed_hash
from forms_app.messages import Content, cancel_waiting, queue, renderer
from forms_app.messages.content import EMAIL
from forms_app.messages.queueing import FAILED, SENDING, WAITING
from forms_app.models.accounts import Role, StaffInvitation, User
from forms_app.models.records import Provider
from forms_app.models.work import Message

KIND = "staff-invitation"
GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Open:
    """An invitation that was not used yet, and how its message fares ("" where there was none)."""

    invitation: StaffInvitation
    roles: list[str]
    organisation: str
    made_by: str
    message: str
    run_out: bool


def invite(email: str, name: str, roles: list[str], provider: str | None) -> StaffInvitation:
    """Add an invitation to the caller's transaction; nothing is sent by it."""
    for role in roles:
        role_named(role)
    made = StaffInvitation(
        email=email,
        name=name,
        roles=";".join(roles),
        provider=provider,
        made_by=current_user.id if current_user and current_user.is_authenticated else None,
        made_at=clock.now(),
        expires_at=clock.now() + GOOD_FOR,
    )
    db.session.add(made)
    db.session.flush()
    audit_log.record("staff-invited", provider=provider, invitation=made.id, roles=made.roles)
    return made


def open_invitation_to(email: str) -> StaffInvitation | None:
    """The invitation to this address that was not used yet, whoever made it. Call with the log locked, to add one after."""
    wanted = select(StaffInvitation).where(func.lower(StaffInvitation.email) == email, StaffInvitation.used_at.is_(None))
    return db.session.scalar(wanted.order_by(StaffInvitation.id.desc()).limit(1))


def send(invitation: StaffInvitation) -> bool:
    """Queue its message and let it run for its full time again; False where one is on its way already."""
    on_its_way = select(Message.id).where(
        Message.staff_invitation_id == invitation.id, Message.state.in_((WAITING, SENDING))
    )
    if db.session.scalar(on_its_way.limit(1)) is not None:
        return False
    invitation.expires_at = clock.now() + GOOD_FOR
    queue(
        kind=KIND,
        channel=EMAIL,
        address=invitation.email,
        provider=invitation.provider,
        staff_invitation_id=invitation.id,
    )
    return True


def new_link(invitation: StaffInvitation) -> str:
    """The address to join at, with a new token, kept as its hash in the caller's transaction. Earlier ones stop working."""
    token = secrets.token_urlsafe(24)
    invitation.token_hash = keyed_hash(token, KIND)
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}/join/{token}"


def show_link(invitation: StaffInvitation) -> str:
    """A new link to hand over, with its full time; a message that still waits is not sent. The caller commits."""
    cancel_waiting(Message.staff_invitation_id == invitation.id)
    invitation.expires_at = clock.now() + GOOD_FOR
    audit_log.record("staff-invitation-link-shown", provider=invitation.provider, invitation=invitation.id)
    return new_link(invitation)


def invitation_behind(token: str) -> StaffInvitation | None:
    """The invitation that a link leads to; None for one that is used, taken back, run out or was never there."""
    wanted = select(StaffInvitation).where(
        StaffInvitation.token_hash == keyed_hash(token, KIND),
        StaffInvitation.used_at.is_(None),
        StaffInvitation.expires_at > clock.now(),
    )
    return db.session.scalar(wanted)


def own_invitation(number: int) -> StaffInvitation | None:
    """An open invitation that the administrator who has signed in may see to."""
    wanted = select(StaffInvitation).where(StaffInvitation.id == number, _own(), StaffInvitation.used_at.is_(None))
    return db.session.scalar(wanted)


def open_invitations() -> list[Open]:
    """Those that the administrator who has signed in may see to, the newest first; four queries."""
    wanted = select(StaffInvitation).where(_own(), StaffInvitation.used_at.is_(None))
    found = db.session.scalars(wanted.order_by(StaffInvitation.id.desc())).all()
    names = names_of_users(one.made_by for one in found)
    organisations = _names([one.provider for one in found])
    last = _last_messages(found)
    return [
        Open(
            one,
            one.roles.split(";"),
            organisations.get(one.provider or "", str(_("the council"))),
            names.get(one.made_by or 0, ""),
            _message_words(last.get(one.id)),
            one.expires_at <= clock.now(),
        )
        for one in found
    ]


def providers_without() -> list[tuple[Provider, bool]]:
    """Providers that no administrator in use manages the accounts of, by name; and whether one is invited already."""
    without = db.session.scalars(
        select(Provider).where(Provider.provider.not_in(_with_administrator())).order_by(Provider.name, Provider.provider)
    ).all()
    invited = select(StaffInvitation.provider, StaffInvitation.roles).where(
        StaffInvitation.used_at.is_(None), StaffInvitation.expires_at > clock.now()
    )
    asked = {row.provider for row in db.session.execute(invited) if ADMINISTRATOR in row.roles.split(";")}
    return [(one, one.provider in asked) for one in without]


@renderer(KIND)
def words_of(message: Message) -> Content | None:
    """The message with a new link; None once the invitation is used or taken back, or where they have an account by now."""
    invitation = db.session.get(StaffInvitation, message.staff_invitation_id) if message.staff_invitation_id else None
    if invitation is None or invitation.used_at is not None or account_of(invitation.email) is not None:
        return None
    service = current_app.config["SERVICE_NAME"]
    lines = [
        _("Dear %(name)s,", name=invitation.name) if invitation.name else _("Hello,"),
        _(
            "%(service)s is where %(organisation)s keeps its records of carers. You are invited to open an account.",
            service=service,
            organisation=organisation_words(invitation.provider),
        ),
        _("Open this link, and choose a password:"),
        new_link(invitation),
        _("The link is for you alone. It works once, until %(time)s.", time=time_words(invitation.expires_at)),
        _("If you did not expect this, you do not need to do anything: no account is opened."),
    ]
    subject = _("Open your account: %(service)s", service=service)
    return Content(subject=str(subject), body="\n\n".join(map(str, lines)))


def _own() -> ColumnElement[bool]:
    """Invitations to one's own organisation; for the council's administrators also those that the council made.

    Once a provider has an administrator, its invitations are that one's alone: nobody of the council can make a new link.
    """
    provider: str | None = current_user.provider
    if provider is not None:
        return StaffInvitation.provider == provider
    councils = select(User.id).where(User.provider.is_(None))
    first = and_(StaffInvitation.made_by.in_(councils), StaffInvitation.provider.not_in(_with_administrator()))
    return or_(StaffInvitation.provider.is_(None), first)


def _with_administrator() -> Select[str | None]:
    """Providers whose accounts an administrator in use manages."""
    manages = User.roles.any(Role.name == ADMINISTRATOR)
    return select(User.provider).where(User.active, manages, User.provider.is_not(None))


def _names(providers: list[str | None]) -> dict[str, str]:
    wanted = select(Provider.provider, Provider.name).where(Provider.provider.in_({one for one in providers if one}))
    return {row.provider: row.name for row in db.session.execute(wanted)}


def _last_messages(invitations: Sequence[StaffInvitation]) -> dict[int, Message]:
    wanted = select(Message).where(Message.staff_invitation_id.in_([one.id for one in invitations])).order_by(Message.id)
    return {one.staff_invitation_id or 0: one for one in db.session.scalars(wanted)}


def _message_words(message: Message | None) -> str:
    if message is None:
        return ""
    if message.state in (WAITING, SENDING):
        return str(_("The e-mail is waiting to be sent."))
    if message.state == FAILED:
        return str(_("The e-mail could not be sent: %(problem)s", problem=message.failure or ""))
    return str(_("E-mailed on %(time)s.", time=time_words(message.sent_at))) if message.sent_at else ""
