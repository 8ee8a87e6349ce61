import re
import shutil
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Provider
from forms_app.models.responses import AnswerRow, Response, Round
from surveys.library import SHIPPED
from tests.conftest import let_go, make_app
from tests.support.house_rules import check_page

MODULE = {
    "id": "small",
    "title": "A small module",
    "theme": "breaks",
    "licence": {"status": "own", "holder": "the project", "evidence": "Made for these tests."},
    "questions": [
        {
            "key": "small.break",
            "kind": "one",
            "text": "Did you have a break?",
            "options": [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}],
            "routes": [{"when": ["no"], "go_to": "small.hours"}],
        },
        {
            "key": "small.kind",
            "kind": "many",
            "text": "What kind of break?",
            "options": [
                {"code": "day", "label": "A day out"},
                {"code": "sitter", "label": "A sitter"},
                {"code": "none", "label": "None of these", "alone": True},
            ],
        },
        {"key": "small.more", "kind": "text", "text": "What was good about it?", "max_length": 50},
        {"key": "small.hours", "kind": "number", "text": "How many hours do you care?", "at_most": 168, "unit": "hours"},
        {
            "key": "small.happy",
            "kind": "scale",
            "text": "How happy were you yesterday?",
            "low_label": "Not at all",
            "high_label": "Completely",
            "personal": True,
        },
        {
            "key": "small.safe",
            "kind": "one",
            "text": "How safe do you feel?",
            "notice": "Staff who run this survey can read the next answer.",
            "personal": True,
            "options": [{"code": "safe", "label": "Safe"}, {"code": "unsafe", "label": "Not safe"}],
            "help": {
                "after": ["unsafe"],
                "title": "Help is there",
                "text": "Call someone.",
                "contacts": ["Samaritans: 116 123"],
            },
        },
    ],
}
SURVEY = {
    "id": "tiny",
    "title": "A tiny survey",
    "intro": "A few questions.",
    "respondent": "carer",
    "minutes": 3,
    "modules": [{"module": "small"}],
}


@pytest.fixture(scope="session", autouse=True)
def _built_styles() -> None:
    build()


@pytest.fixture
def definitions(tmp_path: Path) -> Path:
    """A folder of definitions with one survey of six questions, one of each kind."""
    folder = tmp_path / "definitions"
    for name, content in (("modules/small.yaml", MODULE), ("surveys/tiny.yaml", SURVEY)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False))
    for shared in ("codes.yaml", "languages.yaml"):
        shutil.copy(SHIPPED / shared, folder / shared)
    return folder


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path):
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions)
    add_provider_and_round(app)
    yield app
    let_go(app)


def add_provider_and_round(app: Flask) -> None:
    with app.app_context():
        db.session.add(Provider(provider="hub", name="The Carers Hub"))
        db.session.commit()
    add_round(app, "spring")


def add_round(app: Flask, slug: str, **values: object) -> int:
    with app.app_context():
        made = Round(
            **{"slug": slug, "survey": "tiny", "provider": "hub", "title": "Spring survey", "opens_on": date(2026, 5, 1)}
            | values
        )
        db.session.add(made)
        db.session.commit()
        return made.id


@dataclass
class Respondent:
    """Someone with a phone. Every page they are shown is held to the house rules."""

    client: FlaskClient
    at: str = ""
    page: TestResponse | None = None

    def open(self, url: str) -> str:
        return self._arrive(self.client.get(url))

    def send(self, url: str, **form: object) -> str:
        return self._arrive(self.client.post(url, data=form))

    def begin(self, url: str = "/s/spring") -> str:
        self.open(url)
        return self.send(url)

    def answer(self, *values: str, go: str | None = None) -> str:
        """Give an answer on the page they are at, and press Continue, or the button `go`."""
        assert self.page is not None
        action = re.search(r'<form id="question" method="post" action="([^"]+)"', self.page.text)
        assert action, f"There is no form at {self.at}"
        return self.send(unescape(action[1]), answer=list(values), whole="yes", **({"go": go} if go else {}))

    @property
    def text(self) -> str:
        assert self.page is not None
        return unescape(self.page.text)

    @property
    def key(self) -> str:
        """The question they are at: the last part of the address."""
        return self.at.split("?")[0].rsplit("/", 1)[1]

    @property
    def address(self) -> str:
        return self.at.split("/")[2]

    def _arrive(self, page: TestResponse) -> str:
        while page.status_code in (302, 303):
            page = self.client.get(page.headers["Location"])
        self.page, self.at = page, page.request.full_path.rstrip("?")
        assert "Set-Cookie" not in page.headers
        assert page.headers["Cache-Control"] == "no-store"
        check_page(page.text)
        return self.at


@pytest.fixture
def carer(client: FlaskClient) -> Respondent:
    return Respondent(client)


def rows_of(app: Flask) -> dict[tuple[str, str], tuple[str | None, int | None, str | None]]:
    """All stored answers: (question, item) to (code, number, text)."""
    with app.app_context():
        return {(row.question, row.item): (row.code, row.number, row.text) for row in db.session.query(AnswerRow)}


def responses(app: Flask) -> list[Response]:
    with app.app_context():
        found = list(db.session.query(Response))
        db.session.expunge_all()
        return found
