"""The carrier for e-mails by any SMTP server."""

import smtplib
import ssl
from contextlib import suppress

from flask import current_app
from flask_babel import gettext as _

from forms_app.messages.carriers.mail import mail_of
from forms_app.messages.content import EMAIL, Outgoing, SendOutcome


class Smtp:
    """Hands each e-mail to the server of the settings. A server can't say later whether it took a message before.

    A worker cut off between handing over and noting it sends the message again, under the same Message-ID.
    """

    tells_delivery = False

    def send(self, message: Outgoing) -> SendOutcome:
        """Hand an e-mail over: refused for good by the server's 5xx, for now by 4xx and whatever cuts the connection."""
        if message.channel != EMAIL:
            return SendOutcome(ok=False, problem=_("A mail server does not send texts."))
        try:
            mail = mail_of(message)
        except (ValueError, IndexError):
            return SendOutcome(ok=False, problem=_("The address is not one that e-mails can be sent to."))
        try:
            server = _connected()
        except smtplib.SMTPAuthenticationError:
            return _later(_("The mail server refuses the user name or password in the settings."))
        except (smtplib.SMTPException, OSError):
            return _later(_("The mail server can't be reached, or not with the security that the settings ask for."))
        try:
            server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(next(iter(error.recipients.values()))[0])
        except smtplib.SMTPSenderRefused:
            return _later(_("The mail server refuses the sender’s address in the settings."))
        except smtplib.SMTPNotSupportedError:
            return SendOutcome(ok=False, problem=_("The mail server can't send to an address with such letters in it."))
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code)
        except (smtplib.SMTPException, OSError):
            return _later(_("The connection to the mail server was cut off."))
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        return SendOutcome(ok=True, carrier_id=str(mail["Message-ID"]))

    def taken_before(self, message: Outgoing) -> SendOutcome | None:
        """It can't tell."""
        return None


def _connected() -> smtplib.SMTP:
    settings = current_app.config
    where = {"host": settings["SMTP_HOST"], "port": settings["SMTP_PORT"], "timeout": settings["SEND_TIMEOUT"]}
    secure = ssl.create_default_context(cafile=settings["SMTP_CA_FILE"])
    if settings["SMTP_SECURITY"] == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(**where, context=secure)
    else:
        server = smtplib.SMTP(**where)
    try:
        if settings["SMTP_SECURITY"] == "starttls":
            server.starttls(context=secure)
        if settings["SMTP_USER"]:
            server.login(settings["SMTP_USER"], settings["SMTP_PASSWORD"] or "")
    except BaseException:
        server.close()
        raise
    return server


def _refused(code: int) -> SendOutcome:
    if 400 <= code < 500:
        return _later(_("The mail server asks to try again later (%(code)s).", code=code))
    return SendOutcome(
        ok=False, problem=_("The mail server refuses this address or message (%(code)s): check the address.", code=code)
    )


def _later(problem: str) -> SendOutcome:
    return SendOutcome(ok=False, problem=problem, temporary=True)
