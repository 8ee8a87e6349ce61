from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from forms_app import clock
from forms_app.database import db
from forms_app.messages import Content, queue, renderer
from forms_app.models.work import Message
from tests.conftest import let_go, make_app

NOW = datetime(2026, 5, 15, 9, 0)
BODY = "Hello\n\nSecond line: https://carers.example/i/abc"


@renderer("test-greeting")
def greeting(message: Message) -> Content:
    """What messages of the tests say."""
    return Content("A greeting", BODY, message.language or "en", "ltr", "https://carers.example/i/abc/stop")


@renderer("test-no-longer-wanted")
def no_longer_wanted(message: Message) -> None:
    """A message that should no longer be sent."""


@renderer("test-broken")
def broken(message: Message) -> Content:
    """A renderer with a fault."""
    raise KeyError("ann@example.org")


class Clock:
    """The time, which stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        """Let so much time go by."""
        self.now += timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(clock, "now", made)
    return made


@pytest.fixture
def make(database_url: str, tmp_path: Path) -> Iterator[Any]:
    """Makes an app with settings of the test's own."""
    made: list[Flask] = []

    def with_settings(**settings: Any) -> Flask:
        made.append(make_app(database_url, tmp_path / "home", **settings))
        return made[-1]

    yield with_settings
    for app in made:
        let_go(app)


def wait(address: str = "ann@example.org", channel: str = "email", kind: str = "test-greeting", **more: Any) -> int:
    """Queue a message; its id."""
    message = queue(kind=kind, channel=channel, address=address, **more)
    db.session.commit()
    return message.id


def the(number: int) -> Message:
    """The message as it stands in the database."""
    db.session.expire_all()
    return db.session.get_one(Message, number)
