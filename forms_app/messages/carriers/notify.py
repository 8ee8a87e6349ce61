"""The carrier for e-mails and texts by GOV.UK Notify, through its own client."""

import logging
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from forms_app.messages.content import EMAIL, Outgoing, SendOutcome

DELIVERED = ("delivered", "sent", "received")
NOT_DELIVERED = ("permanent-failure", "temporary-failure", "technical-failure", "validation-failed", "virus-scan-failed")
TRY_AGAIN = ("temporary-failure", "technical-failure")

# The client logs what the service answers, which may repeat what was sent to it.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)


class Notify:
    """Hands messages to Notify with our reference, by which it tells whether it took one before."""

    tells_delivery = True

    def send(self, message: Outgoing) -> SendOutcome:
        """Hand a message over as the personalisation of a template that holds nothing else."""
        settings = current_app.config
        content = message.content
        try:
            if message.channel == EMAIL:
                taken = _client().send_email_notification(
                    email_address=message.address,
                    template_id=settings["NOTIFY_EMAIL_TEMPLATE"],
                    personalisation={"subject": " ".join(content.subject.split()), "body": content.body},
                    reference=message.reference,
                    one_click_unsubscribe_url=content.stop_url,
                )
            else:
                taken = _client().send_sms_notification(
                    phone_number=message.address,
                    template_id=settings["NOTIFY_TEXT_TEMPLATE"],
                    personalisation={"body": content.body},
                    reference=message.reference,
                )
        except APIError as error:
            return _refused(error)
        return SendOutcome(ok=True, carrier_id=str(taken["id"]))

    def taken_before(self, message: Outgoing) -> SendOutcome | None:
        """Ask for the message by our reference; one that was not delivered does not count."""
        try:
            found = _client().get_all_notifications(reference=message.reference)["notifications"]
        except APIError as error:
            return SendOutcome(ok=False, problem=_refused(error).problem, temporary=True)
        for one in found:
            if one["status"] not in NOT_DELIVERED:
                return SendOutcome(ok=True, carrier_id=str(one["id"]))
        return None


def status_of(carrier_id: str) -> str | None:
    """Notify's word for how a message stands, such as `delivered`; None where it does not say now."""
    try:
        found: dict[str, Any] = _client().get_notification_by_id(carrier_id)
    except APIError:
        return None
    return str(found["status"])


def reason_of(status: str) -> str:
    """A status of not being delivered, in plain words."""
    words: dict[str, str] = {
        "permanent-failure": _("The address or number does not exist, or does not take messages: check it."),
        "temporary-failure": _("The inbox was full, or the phone was off for days."),
        "technical-failure": _("The message was lost between Notify and the network."),
    }
    return words.get(status) or str(_("Notify could not deliver the message."))


def _client() -> Any:
    settings = current_app.config
    client: Any = NotificationsAPIClient  # It says nothing of its types.
    return client(settings["NOTIFY_KEY"], base_url=settings["NOTIFY_URL"], timeout=settings["SEND_TIMEOUT"])


def _refused(error: APIError) -> SendOutcome:
    """Refused for good where the address is at fault; for now where Notify or our account is."""
    status = error.status_code
    told = error.message if isinstance(error.message, list) else []
    words = " ".join(str(one.get("message", "")) for one in told if isinstance(one, dict))
    if status == 429:
        return _later(_("Notify takes no more messages from this service for now: its limit is reached."))
    if status in (401, 403):
        return _later(_("Notify refuses the key in the settings."))
    if status == 400 and ("phone_number" in words or "email_address" in words):
        return SendOutcome(ok=False, problem=_("Notify says that the address or number can’t be right: check it."))
    if status == 400 and ("BadRequestError" in str(told) or "ValidationError" in str(told)):
        # A wrong template or a message that is too long stays wrong until someone changes it.
        return SendOutcome(ok=False, problem=_("Notify refuses the message: check its template, and how long it is."))
    return _later(_("Notify can't be reached, or has a fault of its own."))


def _later(problem: str) -> SendOutcome:
    return SendOutcome(ok=False, problem=problem, temporary=True)
