"""Carriers: what takes messages to people. Settings say which one e-mails and texts go by."""

import uuid
from typing import Protocol

from flask import current_app
from flask_babel import gettext as _

from forms_app.messages.carriers.notify import Notify
from forms_app.messages.carriers.outbox import Outbox
from forms_app.messages.carriers.smtp import Smtp
from forms_app.messages.content import EMAIL, TEXT, Content, Outgoing, SendOutcome

SETTING = {EMAIL: "EMAIL_CARRIER", TEXT: "TEXT_CARRIER"}


class Carrier(Protocol):
    """Takes messages. Neither method raises for what goes wrong on the way."""

    tells_delivery: bool
    """Whether it says later what became of a message that it took."""

    def send(self, message: Outgoing) -> SendOutcome:
        """Hand a message over."""

    def taken_before(self, message: Outgoing) -> SendOutcome | None:
        """How it took a message of this reference before; None where it did not, or where it can't tell."""


def carrier_of(channel: str) -> Carrier | None:
    """The carrier of a channel, or None where there is none: letters are printed, and a setting may say `none`."""
    name = current_app.config[SETTING[channel]] if channel in SETTING else "none"
    made: dict[str, type[Outbox] | type[Smtp] | type[Notify]] = {"outbox": Outbox, "smtp": Smtp, "notify": Notify}
    return made[name]() if name in made else None


def can_send(channel: str) -> bool:
    """Whether this service sends messages of this channel at all."""
    return carrier_of(channel) is not None


def waits_on_this_machine(channel: str) -> bool:
    """Whether messages of this channel are only written to files, so that they reach nobody."""
    return isinstance(carrier_of(channel), Outbox)


def send_now(
    channel: str, address: str, subject: str, body: str, *, language: str = "en", direction: str = "ltr"
) -> SendOutcome:
    """Send a message at once and keep nothing of it, neither that it was sent nor to whom.

    For what must not be noted anywhere, such as the code of an anonymous response. It is tried once.
    """
    carrier = carrier_of(channel)
    if carrier is None:
        return SendOutcome(ok=False, problem=_("This service does not send messages of this kind."))
    content = Content(subject, body, language, direction)
    return carrier.send(Outgoing(channel, address, content, uuid.uuid4().hex))
