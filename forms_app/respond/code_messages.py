"""The message that carries a code to finish later: by text or e-mail, to an address of which nothing is kept."""

from dataclasses import dataclass

from flask import current_app

from forms_app.database import db
from forms_app.day_words import day_words
from forms_app.messages import can_send, send_now, waits_on_this_machine
from forms_app.messages.addresses import clean_email, clean_phone
from forms_app.messages.content import EMAIL, TEXT
from forms_app.respond.finish_codes import kept_until
from forms_app.respond.rounds import title_of
from forms_app.respond.sheet import Sheet
from forms_app.respond.translation import _
from forms_app.translations.speaking import spoken


@dataclass(frozen=True)
class To:
    """Where a code goes: `channel` is `email` or `text`."""

    channel: str
    address: str


def channels() -> list[str]:
    """The ways in which messages reach people from here. In a demonstration, those that only reach its files too."""
    shown = current_app.config["MADE_UP"]
    return [channel for channel in (TEXT, EMAIL) if can_send(channel) and (shown or not waits_on_this_machine(channel))]


def read(typed: str) -> To | None:
    """The number or address that was typed, or None where it is neither, or can't be sent to from here.

    It comes back in one form, however it was typed: what each gets from us is counted by it.
    """
    email, number = clean_email(typed), clean_phone(typed)
    to = To(EMAIL, email) if email else To(TEXT, number) if number else None
    return to if to and to.channel in channels() else None


def send(to: To, sheet: Sheet, code: str) -> bool:
    """Send the code; whether the carrier took it. The database is let go of first, as a mail server takes its time."""
    words = {
        "title": title_of(sheet.round, sheet.survey),
        "code": f"{code[:4]}-{code[4:]}",
        "address": f"{current_app.config['PUBLIC_URL'].rstrip('/')}/finish",
        "day": day_words(kept_until(sheet)),
    }
    subject = _("Your code to finish: %(title)s", title=words["title"])
    body = _(
        "%(title)s: your code to finish is %(code)s. Type it at %(address)s by the end of %(day)s. "
        "Whoever has the code can see your answers.",
        **words,
    )
    language = spoken()
    db.session.commit()
    return send_now(to.channel, to.address, subject, body, language=language.code, direction=language.direction).ok
