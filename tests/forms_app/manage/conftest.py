"""A Birmingham contract from April 2025 with the evidence of its first year, and the commissioner."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.filing import FiledReturn, ReturnValue
from forms_app.models.records import Contract
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, signed_in


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine, on 15 May 2026."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    with app.app_context():
        db.session.add(
            Contract(
                contract="b1", framework="birmingham-hub", provider="north",
                starts_on=date(2025, 4, 1), annual_value=Decimal("200000"),
            )
        )  # fmt: skip
        for version, text in ((1, "Old words"), (2, "Three pathway meetings & <notes>")):
            filed = FiledReturn(provider="north", framework="birmingham-hub", form="yearly", version=version)
            filed.period_start, filed.filed_on = date(2025, 4, 1), date(2026, 4, 9)
            filed.values = [ReturnValue(field="pbo2.evidence", value=text)]
            db.session.add(filed)
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def commissioner(app: Flask) -> FlaskClient:
    """The council's commissioner, signed in."""
    return signed_in(app, "commissioner", None)
