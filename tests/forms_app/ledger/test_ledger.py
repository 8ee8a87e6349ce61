"""What people needed and did not get, counted exactly, for those who may see it."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from forms_app.database import db
from forms_app.models.audit import AuditEvent
from tests.forms_app.ledger.conftest import WORK, add_review, fill
from tests.support.staff import opened, signed_in

PAGE = "/needs-not-met"


def figures(client: FlaskClient, query: str = "") -> dict[tuple[str, str], tuple[int, int, int]]:
    """The figures of the file: needs not met, reviewed and people, by split and code."""
    answer = client.get(f"{PAGE}/table.csv{query}")
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    names = ("needs_not_met", "needs_reviewed", "people")
    return {(row["split_by"], row["code"]): (int(row[names[0]]), int(row[names[1]]), int(row[names[2]])) for row in rows}


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """Every SELECT sent inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_each_table_counts_the_last_four_quarters_exactly(app: Flask) -> None:
    fill(app)
    found = figures(signed_in(app))
    assert found == {
        ("", "all"): (4, 6, 3),
        ("reason", "cost"): (2, 2, 1),
        ("reason", "transport"): (1, 1, 1),
        ("reason", "-"): (1, 3, 1),
        ("outcome", "rochdale-carers:wellbeing"): (2, 3, 1),
        ("outcome", WORK): (2, 3, 2),
        ("locality", "heywood"): (2, 3, 1),
        ("locality", "-"): (2, 3, 2),
        ("period", "2025-07-01"): (1, 2, 1),
        ("period", "2026-01-01"): (2, 3, 1),
        ("period", "2026-04-01"): (1, 1, 1),
        ("group", "dementia"): (2, 3, 1),
        ("group", "working"): (3, 4, 2),
        ("group", "-"): (1, 2, 1),
        ("age", "65_and_over"): (2, 3, 1),
        ("age", "18_24"): (1, 2, 1),
        ("age", "-"): (1, 1, 1),
    }


def test_filters_and_quarters_narrow_every_figure(app: Flask) -> None:
    fill(app)
    client = signed_in(app)
    assert figures(client, "?from=2026-01-01&to=2026-01-01")["", "all"] == (2, 3, 1)
    assert figures(client, "?from=2025-04-01&to=2025-04-01")["", "all"] == (1, 1, 1)
    for narrowed, expected in (
        ("reason=cost", (2, 2, 1)), ("reason=-", (1, 1, 1)), ("group=working", (3, 4, 2)), ("group=-", (1, 2, 1)),
        ("age=65_and_over", (2, 3, 1)), ("locality=heywood", (2, 3, 1)), (f"outcome={WORK}", (2, 3, 2)),
        ("group=work", (0, 0, 0)), ("provider=south", (4, 6, 3)),
    ):  # fmt: skip
        assert figures(client, f"?{narrowed}")["", "all"] == expected, narrowed


def test_every_figure_leads_to_as_many_records_as_it_counts(app: Flask) -> None:
    fill(app)
    client = signed_in(app, "provider_manager")
    page = opened(client, PAGE)
    addresses = [part.split('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:]]
    behind = [one for one in addresses if one.startswith(f"{PAGE}/people")]
    for address in behind:
        where = dict(part.split("=") for part in address.partition("?")[2].replace("%3A", ":").split("&"))
        shown = opened(client, address)
        split = next((name for name in where if name not in ("from", "to")), None)
        if split:
            needs = figures(client)[split, where[split]][0]
            assert f"{needs} need{'s' if needs > 1 else ''} not met" in shown
            assert shown.count('href="/person/') == needs
    assert len(behind) == 17
    assert "Ann Example" in opened(client, f"{PAGE}/people?reason=cost")


def test_opening_the_people_is_logged_and_counting_them_is_not(app: Flask) -> None:
    fill(app)
    client = signed_in(app)
    opened(client, PAGE)
    with app.app_context():
        assert "people-listed" not in db.session.scalars(select(AuditEvent.action)).all()
    opened(client, f"{PAGE}/people?reason=cost")
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).filter_by(action="people-listed")).one()
        assert (event.provider, event.details) == ("north", '{"count": 2}')


def test_a_commissioner_counts_every_provider_with_a_contract_and_opens_nobody(app: Flask) -> None:
    fill(app)
    client = signed_in(app, "commissioner", None)
    found = figures(client)
    assert (found["", "all"], found["provider", "north"], found["provider", "south"]) == ((5, 7, 4), (4, 6, 3), (1, 1, 1))
    assert ("provider", "west") not in found
    assert figures(client, "?provider=south")["", "all"] == (1, 1, 1)
    assert figures(client, "?provider=west")["", "all"] == (5, 7, 4)
    page = opened(client, PAGE)
    assert f"{PAGE}/people" not in page
    assert "Ann Example" not in page
    assert client.get(f"{PAGE}/people").status_code == 403


@pytest.mark.parametrize("role", ["duty_worker", "administrator"])
def test_others_are_not_let_in(app: Flask, role: str) -> None:
    fill(app)
    client = signed_in(app, role, "north")
    for path in (PAGE, f"{PAGE}/people", f"{PAGE}/table.csv"):
        assert client.get(path).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_people(app: Flask) -> None:
    fill(app)
    client = signed_in(app)
    opened(client, PAGE)
    for path in (PAGE, f"{PAGE}/people"):
        with counted_queries(app) as few:
            opened(client, path)
        with app.app_context():
            for number in range(30):
                add_review(
                    f"more-{path.count('/')}-{number}", date(2026, 4, 3), (WORK, "no", "cost"), carer_groups="parent"
                )
            db.session.commit()
        with counted_queries(app) as many:
            opened(client, path)
        assert len(few) == len(many) < 25


def test_a_provider_without_reviews_is_told_so(app: Flask) -> None:
    fill(app)
    page = opened(signed_in(app, "provider_manager", "west"), f"{PAGE}?from=2025-07-01&to=nonsense&outcome=%00&page=x")
    assert "1 need not met" in page
    assert "No review in this time" in opened(signed_in(app, "support_worker", "west"), f"{PAGE}?reason=nonsense")
