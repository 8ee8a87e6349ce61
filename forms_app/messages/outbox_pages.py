"""The messages that were written to files in place of being sent, for whoever tries the service out."""

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email.policy import default

from flask import abort, current_app, render_template
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.messages.carriers.outbox import outbox_folder
from forms_app.messages.content import EMAIL, TEXT
from forms_app.messages.pages import blueprint
from forms_app.models.work import Message

NAME = re.compile(r"([0-9a-f]{32})\.(eml|txt)")
MOST_SHOWN = 200
LINKS_TO_ACCOUNTS = ("staff-invitation", "password-reset")
"""Whoever reads these opens somebody's account: they are shown where all is made up alone. The files are in HOME."""


@dataclass(frozen=True)
class Written:
    """A message in the outbox."""

    name: str
    channel: str
    written_at: datetime
    address: str
    subject: str
    body: str


@blueprint.get("/outbox")
@staff_only("provider_manager", "administrator")
def outbox() -> str:
    """The newest messages: a provider's people see those of their own provider, the council's administrators all.

    Links that open an account or set a password are among them only where all data is made up, for administrators.
    """
    paths = sorted(outbox_folder().glob("*.*"), key=lambda path: path.stat().st_mtime, reverse=True)
    names = [path.name for path in paths if NAME.fullmatch(path.name)]
    own = _own(names)
    shown = [_read(name) for name in names if name in own][:MOST_SHOWN]
    return render_template("messages/outbox.html", messages=shown)


@blueprint.get("/outbox/<name>")
@staff_only("provider_manager", "administrator")
def outbox_message(name: str) -> str:
    """One message, whole."""
    if name not in _own([name]) or not (outbox_folder() / name).exists():
        abort(404, _("There is no such message in the outbox."))
    return render_template("messages/outbox_message.html", message=_read(name))


def _own(names: list[str]) -> set[str]:
    """Those of the files that the reader may see."""
    found = {match[1]: name for name in names if (match := NAME.fullmatch(name))}
    wanted = select(Message.reference)
    if current_user.provider is not None:
        wanted = wanted.where(Message.provider == current_user.provider)
    if not (current_app.config["MADE_UP"] and current_user.has_role("administrator")):
        wanted = wanted.where(Message.kind.not_in(LINKS_TO_ACCOUNTS))
    return {found[reference] for reference in db.session.scalars(wanted) if reference in found}


def _read(name: str) -> Written:
    path = outbox_folder() / name
    written_at = datetime.fromtimestamp(path.stat().st_mtime)
    if name.endswith(".txt"):
        head, _gap, body = path.read_text(encoding="utf-8").partition("\n\n")
        return Written(name, TEXT, written_at, head.removeprefix("To: "), "", body)
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    plain = mail.get_body(("plain",))
    body = plain.get_content() if plain is not None else ""
    return Written(name, EMAIL, written_at, str(mail["To"]), str(mail["Subject"]), body)
