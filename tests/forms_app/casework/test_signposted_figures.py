"""A status that a worker changes on its page arrives in the figures of a framework (rochdale-carers, K2d)."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask

from forms_app.app import library
from forms_app.database import db
from forms_app.models.records import Contract
from site_builder.figures.work_out import Workshop
from tests.conftest import let_go, make_app
from tests.forms_app.casework.conftest import add_person, day_fields, hidden
from tests.support.staff import QUICK_HASHES, add_provider, opened, signed_in

FRAMEWORK = "rochdale-carers"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider under a shipped framework, with two carers on the books."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        db.session.add(Contract(contract="c1", framework=FRAMEWORK, provider="north", starts_on=date(2025, 4, 1)))
        db.session.commit()
    add_person(app, "P1")
    add_person(app, "P2")
    yield app
    let_go(app)


def counted(app: Flask) -> dict[str, Fraction | None]:
    """K2d and its parts of the quarter from April, from records, by measure; what is 0 is left out."""
    with app.app_context():
        figures = Workshop(db.session(), library(), library().frameworks[FRAMEWORK], date(2026, 7, 31)).figures()
        return {
            figure.measure.id: figure.value
            for figure in figures
            if figure.measure.id.startswith("k2d") and figure.basis == "records" and figure.contract == "c1"
            and figure.period.start == date(2026, 4, 1) and figure.breakdown == "none" and figure.value
        }  # fmt: skip


def test_where_a_worker_pointed_someone_to_is_counted_and_no_longer_when_they_are_back(app: Flask) -> None:
    worker = signed_in(app)
    assert counted(app) == {}
    for person, to in (("P1", "health"), ("P2", "condition")):
        path = f"/person/{person}/status"
        fields = hidden(opened(worker, path)) | {"status": "signposted", "signposted_to": to}
        assert worker.post(path, data=fields | day_fields("since", 10, 5, 2026)).status_code == 303
    assert counted(app) == {"k2d": 2, "k2d.health": 1, "k2d.condition": 1}
    path = "/person/P1/status"
    fields = hidden(opened(worker, path)) | {"status": "active"} | day_fields("since", 12, 5, 2026)
    assert worker.post(path, data=fields).status_code == 303
    found = counted(app)
    assert found["k2d"] == 1
    assert found["k2d.condition"] == 1
