"""E-mails to someone whose way of signing in was changed or tried, so that they hear of it if it was not them."""

from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app import clock
from forms_app.attempts import count
from forms_app.database import db
from forms_app.messages.carriers import can_send
from forms_app.messages.content import EMAIL, Content
from forms_app.messages.queueing import DELIVERED, FAILED, SENDING, SENT, WAITING, queue
from forms_app.messages.sending import renderer
from forms_app.models.accounts import User
from forms_app.models.work import Message

PASSWORD_CHANGED = "password-changed"
FACTOR_ADDED = "second-factor-added"
FACTOR_REMOVED = "second-factor-removed"
RECOVERY_CODE_USED = "recovery-code-used"
FACTOR_REFUSED = "second-factor-refused"
SEVERAL = 3
"""Wrong second factors after the right password, within an hour, of which the owner is told."""
A_DAY = timedelta(days=1)


def tell(user: User, kind: str) -> None:
    """Queue the message of this kind in the caller's transaction, where this service sends e-mails at all."""
    if can_send(EMAIL):
        queue(kind=kind, channel=EMAIL, address=user.email, provider=user.provider, user_id=user.id)


def tell_once_a_day(user: User, kind: str) -> None:
    """As `tell`, unless a message of this kind went to them within a day. Locks `user` until the transaction ends."""
    db.session.flush()
    db.session.refresh(user, with_for_update=True)
    # Served by ix_message_waiting.
    told = select(Message.id).where(
        Message.state.in_((WAITING, SENDING, SENT, DELIVERED, FAILED)),
        Message.not_before > clock.now() - A_DAY,
        Message.user_id == user.id,
        Message.kind == kind,
    )
    if db.session.scalar(told.limit(1)) is None:
        tell(user, kind)


def count_wrong_factor(user: User) -> None:
    """Count a wrong second factor after the right password; tell the owner where there were several. Commits."""
    if count("wrong-factor", minutes=60, who=str(user.id)) >= SEVERAL:
        tell_once_a_day(user, FACTOR_REFUSED)
        db.session.commit()


@renderer(PASSWORD_CHANGED, FACTOR_ADDED, FACTOR_REMOVED, RECOVERY_CODE_USED, FACTOR_REFUSED)
def notice(message: Message) -> Content:
    """The words of a message about a change or a try, which says nothing that would help a stranger."""
    subject = {
        PASSWORD_CHANGED: _("Your password was changed"),
        FACTOR_ADDED: _("A way to sign in was added to your account"),
        FACTOR_REMOVED: _("A way to sign in was removed from your account"),
        RECOVERY_CODE_USED: _("Someone signed in to your account with a recovery code"),
        FACTOR_REFUSED: _("Someone typed your password, and then wrong codes"),
    }[message.kind]
    address = current_app.config["PUBLIC_URL"].rstrip("/")
    if message.kind == FACTOR_REFUSED:
        advice = _(
            "If it was not you, somebody knows your password: change it now, and tell the person who manages accounts "
            "in your organisation."
        )
    else:
        advice = _(
            "If it was not you, tell the person who manages accounts in your organisation now, and change your password."
        )
    lines = [
        _("%(subject)s at %(address)s.", subject=subject, address=address),
        _("If that was you, there is nothing to do."),
        advice,
    ]
    return Content(subject=str(subject), body="\n\n".join(map(str, lines)))
