"""A small area with two providers, and a manager of one of them who brings files over."""

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forms_app.bringing.kept import Brought
from forms_app.database import Base, db
from forms_app.models.rights import GuidedImport
from tests.conftest import let_go, make_app
from tests.forms_app.exchange.small_area import write_definitions
from tests.support.house_rules import check_page
from tests.support.staff import QUICK_HASHES, add_provider, signed_in

NOT_RECORDS = {"audit_event", "guided_import", "column_mapping", "staff_session", "user", "roles_users", "survey_version"}


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The small area on each engine, with the providers p1 and p2."""
    definitions = write_definitions(tmp_path / "definitions")
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions, **QUICK_HASHES)
    add_provider(app, "p1", "Carers First")
    add_provider(app, "p2", "Help")
    yield app
    let_go(app)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A manager of p1."""
    return signed_in(app, "provider_manager", "p1")


@pytest.fixture
def council(app: Flask) -> FlaskClient:
    """An administrator of the council."""
    return signed_in(app, "administrator", None)


def send(client: FlaskClient, files: Mapping[str, str | bytes]) -> TestResponse:
    """Upload files by name; the answer that is not followed."""
    data = [(io.BytesIO(one if isinstance(one, bytes) else one.encode()), name) for name, one in files.items()]
    return client.post("/bring/", data={"files": data}, content_type="multipart/form-data")


def bring(client: FlaskClient, files: Mapping[str, str | bytes]) -> int:
    """Upload files and follow to the page that comes next; the import's number."""
    answer = send(client, files)
    assert answer.status_code == 303, answer.text
    found = re.search(r"/bring/(\d+)", answer.headers["Location"])
    assert found
    client.get(answer.headers["Location"], follow_redirects=True)
    return int(found[1])


def page(client: FlaskClient, path: str) -> str:
    """A page after all its redirects, held to the house rules."""
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code in (200, 422), answer.text
    check_page(answer.text)
    return answer.text


def turn_in(html: str) -> str:
    """The turn that a page was made in."""
    found = re.search(r'name="turn" value="(\d+)"', html)
    assert found, html
    return found[1]


def confirm(client: FlaskClient, number: int, what: str = "import") -> TestResponse:
    """Import or undo as the page offers it."""
    html = page(client, f"/bring/{number}" if what == "import" else f"/bring/{number}/undo")
    return client.post(f"/bring/{number}/{what}", data={"turn": turn_in(html)}, follow_redirects=True)


def bring_in(client: FlaskClient, files: Mapping[str, str | bytes]) -> int:
    """Upload good files and import them."""
    number = bring(client, files)
    answer = confirm(client, number)
    assert "Imported" in answer.text, answer.text
    return number


def records(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of records, decrypted, without the numbers that tell of changes."""
    with app.app_context():
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name in NOT_RECORDS:
                continue
            columns = [one for one in table.c if one.name != "version" or table.name == "filed_return"]
            found[table.name] = sorted(map(tuple, db.session.execute(select(*columns))), key=str)
        return found


def kept(app: Flask, number: int) -> tuple[Any, Brought]:
    """An import's state, and what is kept of it."""
    with app.app_context():
        record = db.session.get_one(GuidedImport, number)
        return record.state, Brought.of(record)
