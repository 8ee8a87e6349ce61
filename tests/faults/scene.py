"""Someone half-way through a survey, and what becomes of their answers when something gets in the way."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import TestResponse

from forms_app.database import db
from forms_app.models.responses import AnswerRow, Response
from tests.conftest import let_go, make_app
from tests.forms_app.respond.conftest import Respondent

PLAN = {
    "small.break": ["yes"],
    "small.kind": ["day", "sitter"],
    "small.more": ["She slept & I read <two> pages"],
    "small.hours": ["35"],
    "small.happy": ["7"],
    "small.safe": ["safe"],
}
LABELS = {"yes": "Yes", "safe": "Safe"}
POINTS = {"start": "small.break", "middle": "small.more", "just before sending": "small.safe"}


@dataclass
class Scene:
    """A respondent at one question, the answer to which is on the page and not yet sent."""

    app: Flask
    database_url: str
    folder: Path
    key: str
    carer: Respondent
    pages: list[str] = field(default_factory=list)
    others: list[Flask] = field(default_factory=list)

    def begin(self, url: str) -> None:
        """Answer everything before the question."""
        self.carer.begin(url)
        while self.carer.key != self.key:
            self.carer.answer(*PLAN[self.carer.key])

    @property
    def address(self) -> str:
        return self.carer.address

    @property
    def url(self) -> str:
        return f"/a/{self.address}/{self.key}"

    @property
    def form(self) -> dict[str, Any]:
        """What the page sends when Continue is pressed."""
        return {"answer": PLAN[self.key], "whole": "yes"}

    def send(self, form: dict[str, Any] | None = None, **how: Any) -> TestResponse:
        """Press Continue, and note the page that comes back."""
        page = self.carer.client.post(self.url, data=self.form if form is None else form, **how)
        if page.status_code in (302, 303):
            page = self.carer.client.get(page.headers["Location"])
        self.pages.append(page.text)
        return page

    def at_once(self, *forms: dict[str, Any], url: str | None = None) -> list[int]:
        """Send these forms at the same moment, each from a phone of its own; their status codes."""
        gate, codes = threading.Barrier(len(forms)), []

        def press(form: dict[str, Any]) -> None:
            client = self.app.test_client()
            gate.wait()
            codes.append(client.post(url or self.url, data=form).status_code)

        threads = [threading.Thread(target=press, args=(form,)) for form in forms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return codes

    def restart(self, **settings: Any) -> None:
        """Another process of the app, on the same database; with other settings."""
        let_go(self.app)
        app = make_app(self.database_url, self.folder / "home", DEFINITIONS=self.app.config["DEFINITIONS"], **settings)
        self.others.append(app)
        self.carer.client = app.test_client()
        self.carer.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def raw(self, port: int, body: bytes, length: int) -> None:
        """Send a request of which only `body` arrives, of `length` bytes, and hang up."""
        head = (
            f"POST {self.url} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {length}\r\nSec-Fetch-Site: same-origin\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(head.encode() + body)

    @property
    def body(self) -> bytes:
        return urlencode(self.form, doseq=True).encode()

    def stored(self) -> list[str] | None:
        """The stored answer to the question, as its form sends it, or None."""
        return stored_answers(self.app).get(self.key)

    def is_kept(self, given: list[str] | None = None) -> bool:
        """Whether the answer is stored, or on the last page that was shown."""
        given = PLAN[self.key] if given is None else given
        if self.stored() == given:
            return True
        page = self.pages[-1] if self.pages else ""
        return all(_shows(page, one) for one in given)

    def finish_answers(self) -> None:
        """Open the address again and answer what is not answered yet."""
        for _ in range(2 * len(PLAN)):
            at = self.carer.open(f"/a/{self.address}").split("?")[0]
            if at.endswith(("/answers/check", "/answers/sent")):
                break
            self.carer.answer(*PLAN[self.carer.key])

    def finish(self) -> None:
        """Answer the rest, check and send."""
        self.finish_answers()
        if not self.carer.at.split("?")[0].endswith("/answers/sent"):
            self.carer.send(f"/a/{self.address}/answers/send")
        assert "Your answers are sent" in self.carer.text


def _shows(page: str, given: str) -> bool:
    """Whether a page holds a value to be sent again, in its box, ticked or hidden, or gives it back in words."""
    value, words = escape(given), LABELS.get(given, given)
    ways = (f'value="{value}" checked', f'name="answer" value="{value}"', f"{escape(given, quote=False)}</textarea>")
    given_back = page.partition('<div class="govuk-inset-text app-keep-lines"')[2].partition("</div>")[0]
    return any(way in page for way in ways) or words in unescape(given_back)


def stored_answers(app: Flask) -> dict[str, list[str]]:
    """Everything that is stored, as forms send it. Fails where a question has two kinds of answer at once."""
    found: dict[str, list[str]] = {}
    with app.app_context():
        for row in db.session.query(AnswerRow).order_by(AnswerRow.question, AnswerRow.item):
            value = row.code if row.code is not None else row.text if row.number is None else str(row.number)
            found.setdefault(row.question, []).extend([] if value is None else [value])
    return found


def sent_responses(app: Flask) -> int:
    """How many responses were sent."""
    with app.app_context():
        return db.session.query(Response).filter(Response.submitted_on.is_not(None)).count()


@dataclass(frozen=True)
class Interruption:
    """One kind of interruption: what it is called, what happens in it, and whether the answers can be sent afterwards."""

    name: str
    happens: Callable[[Scene], None]
    begins_at: str = "/s/spring"
    can_be_sent: bool = True


KINDS: list[Interruption] = []


def interruption(name: str, **how: Any) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Add a kind to the table."""

    def register(happens: Callable[[Scene], None]) -> Callable[[Scene], None]:
        KINDS.append(Interruption(name, happens, **how))
        return happens

    return register
