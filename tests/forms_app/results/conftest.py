"""Two providers with rounds of the small survey, and people who may look at results."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Contract
from forms_app.models.responses import Round
from tests.conftest import let_go, make_app
from tests.support.small_survey import DAY
from tests.support.staff import QUICK_HASHES, add_provider, signed_in


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Two providers, of which only `north` holds a contract, and a round of each; `north`'s has number 1."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app, "north", "North Carers")
    add_provider(app, "south", "South Carers")
    with app.app_context():
        db.session.add(Contract(contract="c1", framework="rochdale-carers", provider="north", starts_on=date(2025, 4, 1)))
        for number, provider in ((1, "north"), (2, "south"), (3, "north")):
            db.session.add(
                Round(
                    id=number, slug=f"round-{number}", survey="small", provider=provider, title=f"Round {number}",
                    opens_on=DAY, anonymous=True,
                )
            )  # fmt: skip
            db.session.flush()
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """The manager of `north`, signed in."""
    return signed_in(app, "provider_manager")


@pytest.fixture
def as_role(app: Flask) -> Callable[..., FlaskClient]:
    """Sign in as any role."""
    return lambda role, provider=None: signed_in(app, role, provider)
