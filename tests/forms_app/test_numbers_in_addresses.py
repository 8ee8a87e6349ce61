"""A number in an address that no row can have is answered like one that no row has: 404, on both engines."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from forms_app.database import HIGHEST_NUMBER
from forms_app.models.accounts import ROLES
from tests.conftest import let_go, make_app
from tests.support.ours import OUR_KEYS, OURS, fill
from tests.support.staff import QUICK_HASHES, signed_in

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
TOO_HIGH = (str(HIGHEST_NUMBER + 1), str(2**40), "9" * 5000)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app with a row of ours in every table that holds something of a provider's."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    fill(app)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    let_go(app)


def numbered(app: Flask) -> list[Rule]:
    """The rules with a number in them."""
    return [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]


def filled(rule: Rule, number: str) -> str:
    """The rule's address with this number wherever it takes one, and with what is ours for all else."""
    return PARAMETER.sub(lambda found: number if found[1] == "int" else OURS.get(found[2], OUR_KEYS)[0], rule.rule)


@pytest.mark.parametrize("role", ROLES)
def test_a_number_that_databases_do_not_take_is_not_found_at_any_address(app: Flask, role: str) -> None:
    client = signed_in(app, role, None if role == "commissioner" else "north")
    assert len(numbered(app)) > 50
    others = {
        (method, address[:80]): status
        for rule in numbered(app)
        for method in ("GET", "POST")
        if method in (rule.methods or ())
        for address in (filled(rule, number) for number in TOO_HIGH)
        if (status := client.open(address, method=method).status_code) != 404
    }
    assert others == {}


def test_the_highest_number_that_databases_take_is_looked_up(app: Flask) -> None:
    client = signed_in(app, "support_worker", "north")
    answer = client.get(f"/stories/{HIGHEST_NUMBER}")
    assert answer.status_code == 404
    assert "There is no such story." in answer.text
