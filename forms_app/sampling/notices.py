"""E-mails about sampling reviews: to a provider's managers when one is asked for, to whoever asked when it is answered.

They name the provider and nobody else, neither of its people nor of its staff, and nothing that was typed.
"""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forms_app.administration.blueprint import organisation_words
from forms_app.database import db
from forms_app.messages import Content, can_send, queue, renderer
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import SamplingReview, User
from forms_app.models.work import Message
from forms_app.safety.duty import staff_of
from forms_app.sampling.blueprint import AGREED, ASKED, COMMISSIONER, ENDED, MANAGER, REFUSED

ASKED_FOR = "sampling-asked"
ANSWERS = {AGREED: "sampling-agreed", REFUSED: "sampling-refused", ENDED: "sampling-ended"}
"""The kind of message to whoever asked, by how their review stands now."""


def tell_managers(review: SamplingReview) -> None:
    """Queue a message to each manager of the provider, in the caller's transaction, where this service sends e-mails."""
    for manager in staff_of(review.provider, MANAGER) if can_send(EMAIL) else ():
        queue(kind=ASKED_FOR, channel=EMAIL, address=manager.email, provider=review.provider, user_id=manager.id)


def tell_asker(review: SamplingReview, *, by: User) -> None:
    """Queue a message to whoever asked, unless it was they who ended it, in the caller's transaction."""
    asker = db.session.get(User, review.asked_by) if review.asked_by and review.asked_by != by.id else None
    if asker is not None and asker.active and can_send(EMAIL):
        kind = ANSWERS[review.state]
        queue(kind=kind, channel=EMAIL, address=asker.email, provider=review.provider, user_id=asker.id)


@renderer(ASKED_FOR)
def request_words(message: Message) -> Content | None:
    """The words to a manager; None once nothing waits for an answer, or where they manage the provider no more."""
    waiting = select(SamplingReview.id).where(SamplingReview.provider == message.provider, SamplingReview.state == ASKED)
    user = _still(message, MANAGER)
    if user is None or user.provider != message.provider or db.session.scalar(waiting.limit(1)) is None:
        return None
    return _content(
        _("The council asks to read some records"),
        _("A commissioner asks %(provider)s for a sampling review: to read a few records, drawn by lot, for some days.",
          provider=organisation_words(message.provider)),
        _("Nothing is open to them until a manager agrees. Sign in to read what they need it for, and to agree or refuse:"),
    )  # fmt: skip


@renderer(*ANSWERS.values())
def answer_words(message: Message) -> Content | None:
    """The words to whoever asked; None where they are a commissioner no more."""
    if _still(message, COMMISSIONER) is None:
        return None
    provider = organisation_words(message.provider)
    subject, said = {
        ANSWERS[AGREED]: (
            _("A sampling review was agreed to"),
            _(
                "%(provider)s agreed to a sampling review you asked for. Records are open to you now.",
                provider=provider,
            ),
        ),
        ANSWERS[REFUSED]: (
            _("A sampling review was refused"),
            _("%(provider)s refused a sampling review you asked for, and gave a reason.", provider=provider),
        ),
        ANSWERS[ENDED]: (
            _("A sampling review has ended"),
            _("%(provider)s ended a sampling review you asked for. Its records are closed again.", provider=provider),
        ),
    }[message.kind]
    return _content(subject, said, _("Sign in to see it:"))


def _still(message: Message, role: str) -> User | None:
    """Whom the message is for, where the account is in use and holds the role as yet."""
    user = db.session.get(User, message.user_id) if message.user_id else None
    return user if user is not None and user.active and role in {one.name for one in user.roles} else None


def _content(subject: str, *lines: str) -> Content:
    address = f"{current_app.config['PUBLIC_URL'].rstrip('/')}/sampling"
    closing = _("This message names nobody, as it may be read by others.")
    return Content(subject=str(subject), body="\n\n".join(map(str, (*lines, address, closing))))
