"""E-mails to someone whose way of signing in was changed, so that they hear of it if it was not them."""

from flask import current_app
from flask_babel import gettext as _

from forms_app.messages.carriers import can_send
from forms_app.messages.content import EMAIL, Content
from forms_app.messages.queueing import queue
from forms_app.messages.sending import renderer
from forms_app.models.accounts import User
from forms_app.models.work import Message

PASSWORD_CHANGED = "password-changed"
FACTOR_ADDED = "second-factor-added"
FACTOR_REMOVED = "second-factor-removed"


def tell(user: User, kind: str) -> None:
    """Queue the message of this kind in the caller's transaction, where this service sends e-mails at all."""
    if can_send(EMAIL):
        queue(kind=kind, channel=EMAIL, address=user.email, provider=user.provider, user_id=user.id)


@renderer(PASSWORD_CHANGED, FACTOR_ADDED, FACTOR_REMOVED)
def notice(message: Message) -> Content:
    """The words of a message about a change, which says nothing that would help a stranger."""
    subject = {
        PASSWORD_CHANGED: _("Your password was changed"),
        FACTOR_ADDED: _("A way to sign in was added to your account"),
        FACTOR_REMOVED: _("A way to sign in was removed from your account"),
    }[message.kind]
    address = current_app.config["PUBLIC_URL"].rstrip("/")
    lines = [
        _("%(subject)s at %(address)s.", subject=subject, address=address),
        _("If that was you, there is nothing to do."),
        _("If it was not you, tell the person who manages accounts in your organisation now, and change your password."),
    ]
    return Content(subject=str(subject), body="\n\n".join(map(str, lines)))
