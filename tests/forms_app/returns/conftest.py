"""A provider with a contract for the six indicators from April 2025, and its manager who has signed in."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forms_app.database import db
from forms_app.models.filing import FiledReturn
from forms_app.models.records import Contract
from tests.conftest import let_go, make_app
from tests.support.house_rules import check_page
from tests.support.staff import QUICK_HASHES, add_provider, signed_in
from tests.support.staff import opened as opened_page

KPI3 = "/returns/c1/kpi3/2026-01-01"
GOOD = {"v.opening": "2", "v.A": "3", "v.B": "5", "v.C": "4"}
FAILING = {"v.opening": "0", "v.A": "3", "v.B": "5", "v.C": "9"}


def add_contract(app: Flask, contract: str, framework: str, provider: str = "north", **columns: object) -> None:
    """Add a contract from 1 April 2025 unless `columns` say otherwise."""
    with app.app_context():
        known: dict[str, object] = {"starts_on": date(2025, 4, 1)}
        db.session.add(Contract(contract=contract, framework=framework, provider=provider, **known | columns))
        db.session.commit()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, on 15 May 2026."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    add_contract(app, "c1", "six-kpis")
    yield app
    let_go(app)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """The manager of the provider `north`, signed in."""
    return signed_in(app, "provider_manager")


opened = partial(opened_page, follow_redirects=True)
"""A page as text, wherever its address leads, held to the house rules."""


def stamp(html: str) -> str:
    """What the page was opened with."""
    found = re.search(r'name="stamp" value="(\w+)"', html)
    assert found
    return found[1]


def send(
    client: FlaskClient, path: str, typed: dict[str, str], status: int = 302, opened_with: str | None = None
) -> TestResponse:
    """Open a page, type and send it."""
    answer = client.post(path, data={"stamp": opened_with or stamp(opened(client, path)), **typed})
    assert answer.status_code == status, answer.text
    if answer.status_code != 302:
        check_page(answer.text)
    return answer


def file_return(client: FlaskClient, path: str, typed: dict[str, str], page: str = "figures", **more: str) -> None:
    """Fill a short return in and file it."""
    send(client, f"{path}/fill/{page}", typed)
    send(client, f"{path}/check", more)


def filed(app: Flask) -> list[tuple[int, str | None, dict[str, str], dict[str, str | None]]]:
    """Every version on file: its number, reason, values and notes."""
    with app.app_context():
        found = db.session.query(FiledReturn).order_by(FiledReturn.version).all()
        return [
            (
                one.version,
                one.reason,
                {row.field: row.value for row in one.values},
                {row.field: row.note for row in one.values if row.note},
            )
            for one in found
        ]
