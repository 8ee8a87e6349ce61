"""When the council invites the first administrator or manager of a provider, others hear of it.

Whoever can invite for a provider could invite themselves and read its records. So the link goes by e-mail to the one who is
invited, it can't be shown to the one who invites, and neither side of the house is left to find out by chance.
"""

from flask import current_app
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import and_, or_, select

from forms_app.administration.blueprint import ADMINISTRATOR, organisation_words
from forms_app.database import db
from forms_app.messages import Content, can_send, queue, renderer
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import Role, User
from forms_app.models.work import Message

KIND = "provider-invited"


def is_for_another(provider: str | None) -> bool:
    """Whether the person who has signed in invites for an organisation that is not their own."""
    return bool(current_user.provider != provider)


def is_own_mailbox(email: str) -> bool:
    """Whether an address leads to the mailbox of the person who has signed in, as `sam+north@…` leads to `sam@…`."""
    return _mailbox(email) == _mailbox(current_user.email)


def tell_others(provider: str) -> None:
    """Queue a message to the provider's managers and the council's other administrators, in the caller's transaction."""
    managers = and_(User.provider == provider, User.roles.any(Role.name == "provider_manager"))
    colleagues = and_(User.provider.is_(None), User.roles.any(Role.name == ADMINISTRATOR))
    wanted = select(User).where(User.active, User.id != current_user.id, or_(managers, colleagues)).order_by(User.id)
    for user in db.session.scalars(wanted).all() if can_send(EMAIL) else ():
        queue(kind=KIND, channel=EMAIL, address=user.email, provider=provider, user_id=user.id)


@renderer(KIND)
def words_of(message: Message) -> Content:
    """The words of the message, which name the provider alone."""
    provider = organisation_words(message.provider)
    subject = _("Someone was invited to open an account at %(provider)s", provider=provider)
    address = current_app.config["PUBLIC_URL"].rstrip("/")
    lines = [
        _("An administrator of the council invited someone to be an administrator or manager of %(provider)s.",
          provider=provider),
        _("If you did not expect this, ask the council’s administrators who it is for."),
        _("Invitations and accounts: %(address)s", address=f"{address}/administration"),
    ]  # fmt: skip
    return Content(subject=str(subject), body="\n\n".join(map(str, lines)))


def _mailbox(email: str) -> str:
    name, _at, host = email.strip().lower().partition("@")
    return f"{name.partition('+')[0]}@{host}"
