"""What tests of accounts do again and again: read what is stored, send what waits, take the link out of an e-mail."""

import json
import re
from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forms_app.database import db
from forms_app.messages.sending import send_waiting
from forms_app.models.accounts import StaffInvitation, User
from forms_app.models.audit import AuditEvent
from forms_app.models.work import Message

NEW_PASSWORD = "otter lamp gravel"


def account(app: Flask, email: str) -> User:
    """An account, with its roles read."""
    with app.app_context():
        found = db.session.scalars(select(User).filter_by(email=email)).one()
        assert found.roles is not None
        return found


def number_of(app: Flask, email: str) -> int:
    """The id of an account."""
    return account(app, email).id


def roles_of(app: Flask, email: str) -> set[str]:
    """What an account may do."""
    return {role.name for role in account(app, email).roles}


def page_of(app: Flask, email: str, action: str = "") -> str:
    """The address of an account's page, or of one of the things done to it."""
    return f"/administration/account/{number_of(app, email)}" + (f"/{action}" if action else "")


def change(app: Flask, client: FlaskClient, email: str, name: str, *roles: str) -> str:
    """Open an account's page and save it with these values; the page that comes back, or "" for a redirect."""
    path = page_of(app, email)
    found = re.search(r'name="state" value="(\w+)"', client.get(path).text)
    assert found
    answer = client.post(path, data={"name": name, "roles": list(roles), "state": found[1]})
    return answer.text if answer.status_code != 303 else ""


def events(app: Flask, action: str) -> list[dict[str, object]]:
    """The details of the events of one kind, the first first."""
    with app.app_context():
        wanted = select(AuditEvent.details).filter_by(action=action).order_by(AuditEvent.id)
        return [json.loads(one) for one in db.session.scalars(wanted)]


def send(app: Flask) -> list[str]:
    """Send what waits; the words of every e-mail in the outbox, the newest last."""
    with app.app_context():
        send_waiting()
    paths = sorted((Path(app.config["HOME"]) / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [body.get_content() for mail in mails if (body := mail.get_body(("plain",))) is not None]


def link_in(words: str) -> str:
    """The path of the link in an e-mail or on a page."""
    found = re.search(r"https?://[^/\s]+(/(?:join|new-password)/[\w-]+)", words)
    assert found, words
    return found[1]


def invite(client: FlaskClient, email: str = "new@north.example", how: str = "email", **fields: object) -> str:
    """Invite someone; the page that comes back, or the address it leads to."""
    data = {"name": "Nia New", "email": email, "roles": ["support_worker"], "how": how, **fields}
    answer = client.post("/administration/invite", data=data)
    return answer.location if answer.status_code == 303 else answer.text


def invitations(app: Flask) -> list[StaffInvitation]:
    """Every invitation, the first first."""
    with app.app_context():
        return list(db.session.scalars(select(StaffInvitation).order_by(StaffInvitation.id)))


def messages(app: Flask, kind: str) -> list[Message]:
    """Every message of one kind, the first first."""
    with app.app_context():
        return list(db.session.scalars(select(Message).filter_by(kind=kind).order_by(Message.id)))


def set_all(app: Flask, table: type, **values: object) -> None:
    """Set columns of every row of a table, as time passing would."""
    with app.app_context():
        db.session.execute(update(table).values(**values))
        db.session.commit()


def choose(client: FlaskClient, path: str, password: str = NEW_PASSWORD, **fields: str) -> int:
    """Send the form behind a link; the status of the answer."""
    data = {"name": "Nia New", "password": password, "password-again": password, **fields}
    return client.post(path, data=data).status_code
