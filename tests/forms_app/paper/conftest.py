"""A small survey with one question of each kind, in an anonymous round and one with names; staff who type sheets in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.paper import SheetDraft
from forms_app.models.records import Person
from forms_app.models.responses import AnswerRow, PaperSheet, Response, Round
from forms_app.paper.making import add_sheet, edition_for
from forms_app.paper.printed import SheetCodes
from tests.conftest import let_go, make_app
from tests.forms_app.respond.conftest import _built_styles, add_round
from tests.forms_app.respond.conftest import definitions as definitions_of_respond
from tests.support.house_rules import check_page
from tests.support.staff import QUICK_HASHES, add_provider, signed_in

__all__ = ["_built_styles", "definitions_of_respond"]


@pytest.fixture
def definitions(definitions_of_respond: Path) -> Path:
    """The small survey, with a notice for rounds with names."""
    module = definitions_of_respond / "modules" / "small.yaml"
    notice = "  notice_named: 'Kept with your name: {hours} hours.'\n  help:\n"
    module.write_text(module.read_text().replace("  help:\n", notice))
    return definitions_of_respond


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    """An anonymous round `spring` (1) and a round `named` (2) of the provider `hub`, which has one carer, NC-1."""
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions, **QUICK_HASHES)
    add_provider(app, "hub", "The Carers Hub")
    add_round(app, "spring", languages="en;ur")
    add_round(app, "named", anonymous=False, title="Named survey")
    with app.app_context():
        db.session.add(Person(provider="hub", person="NC-1", role="carer", status="active", registered_on=date(2026, 1, 5)))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    """A support worker who has signed in."""
    return signed_in(app, "support_worker", "hub")


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A manager who has signed in."""
    return signed_in(app, "provider_manager", "hub")


def sheet_of(app: Flask, slug: str = "spring", language: str = "en", layout: str = "standard") -> SheetCodes:
    """A sheet that was printed for a round."""
    with app.app_context():
        round_ = db.session.query(Round).filter_by(slug=slug).one()
        made = add_sheet(edition_for(round_, language, layout), layout)
        db.session.commit()
        return made


def typed(**answers: str) -> dict[str, str]:
    """The fields of the page: answers by the end of their question's key, the day, and that all of it arrived."""
    other = {name: answers.pop(name) for name in ("helper", "person", "version", "which", "do", "whole") if name in answers}
    fields = {f"a.small.{name}": value for name, value in answers.items()}
    return {"received-day": "14", "received-month": "5", "received-year": "2026", "whole": "yes", **fields, **other}


def send(client: FlaskClient, code: str, do: str = "finish", path: str = "", status: int = 303, **answers: str) -> str:
    """Send the page of a sheet; returns where it leads, or the page."""
    answer = client.post(f"/paper/sheets/{code}{path}", data=typed(do=do, **answers))
    assert answer.status_code == status, answer.text
    if status == 303:
        return str(answer.headers["Location"])
    check_page(answer.text)
    return answer.text


def responses_of(app: Flask) -> list[Response]:
    """Every response."""
    with app.app_context():
        found = list(db.session.query(Response))
        db.session.expunge_all()
        return found


def answers_of(app: Flask, response: str | None = None) -> dict[str, str | int | None]:
    """The stored answers by the end of the question's key; several codes joined by a space."""
    stored: dict[str, str | int | None] = {}
    with app.app_context():
        query = db.session.query(AnswerRow).order_by(AnswerRow.question, AnswerRow.item)
        for row in query.filter_by(response=response) if response else query:
            name = row.question.removeprefix("small.")
            value = row.code or row.number if row.text is None else row.text
            stored[name] = f"{stored[name]} {value}" if name in stored else value
    return stored


def sheet_row(app: Flask, code: str) -> PaperSheet:
    """A sheet's row."""
    with app.app_context():
        row = db.session.get_one(PaperSheet, code)
        db.session.expunge(row)
        return row


def drafts_of(app: Flask) -> int:
    """How many drafts are kept."""
    with app.app_context():
        return db.session.query(SheetDraft).count()
