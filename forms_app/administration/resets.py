"""Links by which someone sets a new password. Their token is made when the message is."""

import secrets
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_security import hash_password
from sqlalchemy import delete, select, update

from forms_app import audit_log, clock
from forms_app.accounts.notices import PASSWORD_CHANGED, tell
from forms_app.accounts.sessions import end_sessions_of
from forms_app.administration.changes import account_of
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.messages import Content, queue, renderer
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import PasswordReset, User
from forms_app.models.work import Message

KIND = "password-reset"
GOOD_FOR = timedelta(hours=1)


def ask_for_reset(email: str) -> None:
    """Queue a message to an address, in the caller's transaction, whether or not there is an account.

    Nobody is looked up here: the request takes the same time for any address, and the worker drops what leads nowhere.
    """
    queue(kind=KIND, channel=EMAIL, address=email)


def send_reset(user: User) -> None:
    """Queue a message to `user`, in the caller's transaction."""
    queue(kind=KIND, channel=EMAIL, address=user.email, provider=user.provider, user_id=user.id)


def user_behind(token: str) -> User | None:
    """Whose password a link sets; None where it is used, ran out or never was, or the account is off."""
    wanted = (
        select(User)
        .join(PasswordReset, PasswordReset.user_id == User.id)
        .where(
            PasswordReset.token_hash == keyed_hash(token, KIND),
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > clock.now(),
            User.active,
        )
    )
    return db.session.scalar(wanted)


def set_password(user: User, token: str, password: str) -> bool:
    """Set it, end every session, and make all links to a new password useless; False where the link was used meanwhile.

    The second factor stays.
    """
    used = (
        update(PasswordReset)
        .where(PasswordReset.token_hash == keyed_hash(token, KIND), PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(PasswordReset.token_hash)
    )
    if db.session.scalar(used) is None:
        return False
    db.session.execute(delete(PasswordReset).where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None)))
    user.password = hash_password(password)
    end_sessions_of(user)
    tell(user, PASSWORD_CHANGED)
    audit_log.record("password-reset", provider=user.provider, user=user.id)
    return True


@renderer(KIND)
def words_of(message: Message) -> Content | None:
    """The message with a new link; None where nobody who may sign in has the address."""
    user = account_of(message.address or "")
    if user is None or not user.active:
        return None
    message.user_id, message.provider = user.id, user.provider
    token = secrets.token_urlsafe(24)
    row = PasswordReset(
        token_hash=keyed_hash(token, KIND), user_id=user.id, made_at=clock.now(), expires_at=clock.now() + GOOD_FOR
    )
    db.session.add(row)
    audit_log.record("password-reset-sent", provider=user.provider, user=user.id)
    service = current_app.config["SERVICE_NAME"]
    lines = [
        _("Dear %(name)s,", name=user.name) if user.name else _("Hello,"),
        _(
            "Someone asked for a new password for your account at %(service)s. Open this link to choose it:",
            service=service,
        ),
        f"{current_app.config['PUBLIC_URL'].rstrip('/')}/new-password/{token}",
        _("The link works once, for one hour."),
        _("If it was not you, you do not need to do anything: your password stays as it is."),
    ]
    return Content(subject=str(_("Set a new password: %(service)s", service=service)), body="\n\n".join(map(str, lines)))
