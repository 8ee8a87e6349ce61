"""What is done to an account, by an administrator's page or at the command line: each an event. The caller commits."""

import secrets

from flask_babel import gettext as _
from flask_security import hash_password
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts.notices import FACTOR_REMOVED, tell
from forms_app.accounts.second_factor import reset_second_factor
from forms_app.accounts.sessions import end_sessions_of
from forms_app.administration.blueprint import ADMINISTRATOR
from forms_app.database import db
from forms_app.models.accounts import ROLES, PasswordReset, Role, StaffInvitation, User


class Refused(Exception):
    """A change that would leave things worse; its text says why and what to do."""


def account_of(email: str) -> User | None:
    """The account with this address."""
    return db.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def make_account(email: str, name: str, roles: list[str], provider: str | None, password: str) -> User:
    """Add an account that is in use. Raises IntegrityError where there is one with this address."""
    made = User(
        email=email,
        name=name,
        provider=provider,
        password=hash_password(password),
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        roles=[role_named(role) for role in roles],
    )
    db.session.add(made)
    db.session.flush()
    return made


def role_named(name: str) -> Role:
    """The row of a role, made where there is none yet."""
    role = db.session.scalar(select(Role).where(Role.name == name))
    if role is None:
        role = Role(name=name)
        db.session.add(role)
        db.session.flush()
    return role


def change_account(user: User, name: str, roles: list[str], *, by: User | None = None) -> None:
    """Set the name and roles. Raises Refused. Whoever loses or gains a role goes on in their session with the new ones."""
    held = [role.name for role in user.roles]
    if ADMINISTRATOR in held and ADMINISTRATOR not in roles:
        _keep_an_administrator(user, by)
        _take_invitations_back(user)
    user.name = name
    if set(held) != set(roles):
        user.roles = [role_named(role) for role in roles]
    audit_log.record("account-changed", provider=user.provider, user=user.id, roles=";".join(roles))


def turn_off(user: User, *, by: User | None = None, last: bool = False) -> None:
    """Stop an account from signing in, end its sessions and make its links to a new password useless. Raises Refused.

    An account that is off stays so. `last`: even the last administrator of an organisation.
    """
    if not user.active:
        return
    if ADMINISTRATOR in {role.name for role in user.roles} and not last:
        _keep_an_administrator(user, by)
    if by is not None and by.id == user.id:
        raise Refused(_("You can’t turn your own account off. Ask another administrator."))
    user.active = False
    end_sessions_of(user)
    _take_invitations_back(user)
    for one in db.session.scalars(select(PasswordReset).filter_by(user_id=user.id)):
        db.session.delete(one)
    audit_log.record("account-turned-off", provider=user.provider, user=user.id)


def turn_on(user: User) -> None:
    """Let an account sign in again, with the password it had."""
    if user.active:
        return
    user.active = True
    audit_log.record("account-turned-on", provider=user.provider, user=user.id)


def take_second_factor_away(user: User, *, by: User | None = None) -> None:
    """Let someone set a second factor up anew at their next sign-in, and end their sessions. Raises Refused for oneself."""
    if by is not None and by.id == user.id:
        raise Refused(_("You can’t take your own second factor away. Ask another administrator."))
    reset_second_factor(user)
    tell(user, FACTOR_REMOVED)
    audit_log.record("account-second-factor-reset", provider=user.provider, user=user.id)


def sign_out_everywhere(user: User) -> int:
    """End every session of an account; how many there were."""
    ended = end_sessions_of(user)
    audit_log.record("account-signed-out", provider=user.provider, user=user.id)
    return ended


def administrators_of(provider: str | None) -> int:
    """How many administrators in use an organisation has."""
    wanted = select(func.count(User.id)).where(
        User.provider.is_not_distinct_from(provider), User.active, User.roles.any(Role.name == ADMINISTRATOR)
    )
    return db.session.scalar(wanted) or 0


def in_order(roles: set[str]) -> list[str]:
    """Roles in the order of the list of roles."""
    return [role for role in ROLES if role in roles]


def _take_invitations_back(user: User) -> None:
    """Take back what they invited people by and nobody used: one made for themselves would be a way back in."""
    unused = select(StaffInvitation).where(StaffInvitation.made_by == user.id, StaffInvitation.used_at.is_(None))
    for one in db.session.scalars(unused).all():
        audit_log.record("staff-invitation-taken-back", provider=one.provider, invitation=one.id)
        db.session.delete(one)


def _keep_an_administrator(user: User, by: User | None) -> None:
    # One change at a time: of two administrators who remove each other at once, the second is refused.
    audit_log.lock_log()
    if by is not None and by.id == user.id:
        raise Refused(_("You can’t take the role of administrator from yourself. Ask another administrator."))
    if user.active and administrators_of(user.provider) <= 1:
        raise Refused(
            _("This is the organisation’s last administrator. Make someone else an administrator first, then try again.")
        )
