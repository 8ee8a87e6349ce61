import email
import email.policy
import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.messages.sending import send_waiting
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, Round
from forms_app.models.work import Message
from tests.conftest import let_go, make_app
from tests.support.house_rules import check_page
from tests.support.staff import QUICK_HASHES, add_provider, signed_in

ADDRESS = "http://127.0.0.1:5000"


@pytest.fixture(scope="session", autouse=True)
def _built_styles() -> None:
    build()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app, "north", "North Carers")
    add_provider(app, "south", "South Carers")
    yield app
    let_go(app)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    return signed_in(app, "provider_manager")


def add_round(app: Flask, slug: str = "invited", **values: Any) -> int:
    """A round by personal links, anonymous unless `values` say otherwise; its number."""
    usual = {
        "survey": "carer-short", "provider": "north", "title": "Spring", "opens_on": date(2026, 5, 1),
        "closes_on": date(2026, 6, 30), "open_to_all": False, "languages": "en;pl;ur",
    }  # fmt: skip
    with app.app_context():
        made = Round(slug=slug, **usual | values)
        db.session.add(made)
        db.session.commit()
        return made.id


def add_person(app: Flask, person: str, provider: str = "north", **values: Any) -> None:
    with app.app_context():
        usual = {"role": "carer", "registered_on": date(2026, 1, 5), "status": "active"}
        db.session.add(Person(provider=provider, person=person, **usual | values))
        db.session.commit()


def posted(client: FlaskClient, path: str, status: int = 200, **fields: Any) -> str:
    """Send a form, follow where it leads; the page there, held to the house rules."""
    answer = client.post(path, data=fields, follow_redirects=True)
    assert answer.status_code == status, answer.text
    check_page(answer.text)
    return unescape(answer.text)


def upload(client: FlaskClient, number: int, content: str | bytes, name: str = "people.csv", status: int = 200) -> str:
    """Upload a list; the page that says what is wrong with it."""
    raw = content.encode() if isinstance(content, str) else content
    file = (io.BytesIO(raw), name)
    answer = client.post(f"/manage/rounds/{number}/upload", data={"file": file}, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text
    check_page(answer.text)
    return unescape(answer.text)


def kept(page: str) -> str:
    """What the page of a list carries."""
    found = re.search(r'name="kept" value="(.*)">', page)
    assert found
    return unescape(found[1])


def add_list(client: FlaskClient, number: int, content: str) -> str:
    """Upload a list without a fault and add it."""
    return posted(client, f"/manage/rounds/{number}/upload/add", kept=kept(upload(client, number, content)))


def send_all(app: Flask) -> list[str]:
    """Let the worker send what waits; the words that were written."""
    with app.app_context():
        send_waiting()
        folder = app.config["HOME"] / "outbox"
        return [_words(path) for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)]


def _words(path: Path) -> str:
    """A file of the outbox; an e-mail's head, its words and its page, decoded."""
    if path.suffix == ".txt":
        return path.read_text()
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    head = "\n".join(f"{name}: {value}" for name, value in mail.items() if not name.startswith("List-"))
    return "\n\n".join([head, *(part.get_content() for part in mail.iter_parts())])


def links(words: str) -> list[str]:
    """The personal links in a message, without the stop link, as paths."""
    return re.findall(rf"{ADDRESS}(/i/[^\s/<>\"?]+)(?=[\s.\"<]|$)", words)


def invitations(app: Flask) -> list[Invitation]:
    with app.app_context():
        found = list(db.session.query(Invitation).order_by(Invitation.id))
        db.session.expunge_all()
        return found


THREE = (
    "name,email,phone,language\nAnn Lee,ann@example.org,,\nJan Nowak,,07700 900123,Polski\nAmina,amina@example.org,,ur\n"
)


@pytest.fixture
def number(app: Flask) -> int:
    return add_round(app)


def invite_three(app: Flask, manager: FlaskClient, number: int) -> list[str]:
    add_list(manager, number, THREE)
    posted(manager, f"/manage/rounds/{number}/send")
    return send_all(app)


def states(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return [(one.kind, one.state) for one in db.session.query(Message).order_by(Message.id)]


def answer(app: Flask, number: int, place: int) -> None:
    """As if the invitation at this place had been answered."""
    with app.app_context():
        found = db.session.scalars(db.select(Invitation).where(Invitation.round_id == number).order_by(Invitation.id)).all()
        found[place].state = "sent"
        db.session.commit()
