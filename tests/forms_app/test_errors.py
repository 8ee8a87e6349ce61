"""The page of a fault carries what was typed, so that it can be sent again."""

import re
import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from forms_app.database import db
from tests.conftest import make_app
from tests.support.house_rules import check_page
from tests.support.staff import PASSWORD, QUICK_HASHES, add_provider, new_client, signed_in

TYPED = {"person": "NC-1", "name": 'Ann "Annie" <Lee>', "carer_groups": ["parent", "working"]}


@pytest.fixture
def impatient_app(tmp_path: Path) -> Flask:
    """An app on SQLite that waits a tenth of a second for the writer's place, and not twenty."""
    app = make_app(f"sqlite:///{tmp_path / 'test.sqlite'}", tmp_path / "home", **QUICK_HASHES)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=100"))
    add_provider(app)
    return app


def test_a_form_sent_while_a_long_import_holds_the_database_can_be_sent_again(impatient_app: Flask, tmp_path: Path) -> None:
    client = signed_in(impatient_app)
    importing = sqlite3.connect(tmp_path / "test.sqlite", isolation_level=None)
    importing.execute("BEGIN IMMEDIATE")
    answer = client.post("/people/new?from=list", data=TYPED)
    check_page(answer.text)
    assert answer.status_code == 500
    assert "What you typed is kept on this page" in answer.text
    assert '<form method="post" action="/people/new?from=list"' in answer.text
    assert re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text) == [
        ("person", "NC-1"),
        ("name", "Ann &#34;Annie&#34; &lt;Lee&gt;"),
        ("carer_groups", "parent"),
        ("carer_groups", "working"),
    ]
    importing.execute("ROLLBACK")
    importing.close()


def test_a_password_is_not_carried(impatient_app: Flask, tmp_path: Path) -> None:
    importing = sqlite3.connect(tmp_path / "test.sqlite", isolation_level=None)
    importing.execute("BEGIN IMMEDIATE")
    answer = new_client(impatient_app).post("/sign-in", data={"email": "a@north.example", "password": PASSWORD})
    check_page(answer.text)
    assert answer.status_code == 500
    assert PASSWORD not in answer.text
    importing.execute("ROLLBACK")
    importing.close()
