"""A provider with a contract and ten active carers, its manager, and a commissioner."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.database import db
from forms_app.models.records import Assessment, Contact, Contract, Goal, GoalReview, Person, Review, Score
from tests.conftest import let_go, make_app
from tests.support.staff import QUICK_HASHES, add_provider, signed_in

DAY = date(2026, 4, 10)
WRITTEN = "Nosy Neighbour"
"""Stands in everything that a commissioner must not read."""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on each engine with records of `north`; `south` has a contract and nobody, `west` no contract."""
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    for provider in ("north", "south", "west"):
        add_provider(app, provider, f"{provider.title()} Carers")
    with app.app_context():
        for provider in ("north", "south"):
            contract = {"framework": "rochdale-carers", "starts_on": date(2025, 4, 1)}
            db.session.add(Contract(contract=provider, provider=provider, **contract))
        for number in range(10):
            _add_person(f"NC-{number}", "active" if number else None)
        _add_person("NC-closed", "closed")
        db.session.commit()
    yield app
    let_go(app)


def _add_person(person: str, status: str | None) -> None:
    whose = {"provider": "north", "person": person}
    contact = {"email": f"{WRITTEN}@x.example", "phone": WRITTEN, "address": WRITTEN}
    db.session.add(Person(role="carer", registered_on=DAY, status=status, name=WRITTEN, **contact, **whose))
    db.session.flush()
    db.session.add(Assessment(assessment=f"a-{person}", kind="carer", started_on=DAY, notes=WRITTEN, **whose))
    db.session.add(Goal(goal=f"g-{person}", outcome="rochdale-carers:wellbeing", agreed_on=DAY, words=WRITTEN, **whose))
    db.session.add(Review(review=f"r-{person}", reviewed_on=DAY, notes=WRITTEN, **whose))
    db.session.add(Score(scale="wellbeing", taken_on=DAY, score=4, at="review", **whose))
    db.session.add(Contact(contact=f"c-{person}", on=DAY, kind="casework", notes=WRITTEN, **whose))
    db.session.flush()
    said = {"achieved": "partly", "need_met": "no", "unmet_reason": "waiting_list", "score": 3, "words": WRITTEN}
    db.session.add(GoalReview(provider="north", review=f"r-{person}", goal=f"g-{person}", **said))


@pytest.fixture
def commissioner(app: Flask) -> FlaskClient:
    """The commissioner who asks."""
    return signed_in(app, "commissioner", None)


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """The manager of `north`."""
    return signed_in(app, "provider_manager", "north")
