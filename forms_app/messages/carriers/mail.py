"""E-mails: plain text first, the same words as HTML beside it, and how to want no more of them."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from flask import current_app

from forms_app import clock
from forms_app.messages.content import Outgoing


def mail_of(message: Outgoing) -> EmailMessage:
    """The e-mail. Its Message-ID follows from the reference: a second copy can be told from a second message."""
    name, sender = parseaddr(current_app.config["EMAIL_FROM"])
    domain = sender.rpartition("@")[2] or "localhost"
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(name or current_app.config["SERVICE_NAME"], addr_spec=sender)
    mail["To"] = message.address
    mail["Subject"] = " ".join(message.content.subject.split())
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message.reference}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.content.stop_url:
        mail["List-Unsubscribe"] = f"<{message.content.stop_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.content.body)
    mail.add_alternative(message.content.html, subtype="html")
    mail["Content-Language"] = message.content.language
    return mail
