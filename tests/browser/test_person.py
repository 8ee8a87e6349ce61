"""A worker registers someone, finds that they are on the books, and keeps their record, on a phone and at a desk."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.casework.marks import mark_people
from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Contract, Person, Score
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import press
from tests.support.screens import SIZES, signed_in
from tests.support.staff import add_provider, add_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider under a shipped framework, with one carer on the books."""
    build()
    app = make_app(database_url, tmp_path / "home")
    add_provider(app)
    add_staff(app, "provider_manager")
    with app.app_context():
        contract = {"framework": "rochdale-carers", "starts_on": date(2025, 4, 1)}
        db.session.add(Contract(contract="c", provider="north", **contract))
        carer = {"role": "carer", "status": "active", "registered_on": date(2026, 2, 2), "birth_year": 1961}
        whose = {"provider": "north", "person": "NC-0001"}
        db.session.add(Person(**whose, name="Ada Example", phone="+447700900123", **carer))
        son = carer | {"birth_year": 1999}
        db.session.add(Person(provider="north", person="NC-0002", name="Ben Someone", phone="+447700900123", **son))
        db.session.flush()
        for day, score, at in ((3, 4, "assessment"), (20, 6, "review"), (28, 7, "review")):
            db.session.add(Score(**whose, scale="wellbeing", taken_on=date(2026, 2, day), score=Decimal(score), at=at))
        db.session.commit()
        mark_people()
    yield app
    let_go(app)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, app: Flask, browser: Browser) -> Iterator[Page]:
    """A manager who has signed in, on a phone or at a desk."""
    with signed_in(app, browser, "provider_manager@north.example", "/people/new", **SIZES[request.param]) as page:
        yield page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_someone_is_registered_and_their_record_kept(page: Page) -> None:
    size = "phone" if page.viewport_size and page.viewport_size["width"] < 500 else "desk"
    check(page, f"register-{size}")
    press(page, "Register")
    check(page, f"register-error-{size}")
    page.fill("#name", "EXAMPLE, Ada")
    page.get_by_label("Carer", exact=True).check()
    page.select_option("#source", "gp")
    page.fill("#notes", "Asked for a break.")
    press(page, "Register")
    check(page, f"duplicates-{size}")
    press(page, "It is Ada Example")
    check(page, f"referral-{size}")
    assert "Asked for a break." in page.input_value("#notes")
    press(page, "Save")
    assert page.url.endswith("/person/NC-0001#referrals")
    check(page, f"person-{size}")

    page.goto("/people/new")
    page.fill("#name", "Ada Example")
    page.get_by_label("Carer", exact=True).check()
    press(page, "Register")
    press(page, "It is someone else")
    assert page.url.endswith("/person/NC-0003")
    assert "Is it the same person?" not in page.inner_text("main"), "that was said a moment ago"

    page.goto("/person/NC-0001")
    assert "Is it the same person?" in page.inner_text("main"), "a household with one phone"
    check(page, f"person-alike-{size}")
    press(page, "They are two people")
    assert "NC-0001 and NC-0002 are two people." in page.inner_text("main")
    assert "Is it the same person?" not in page.inner_text("main")

    page.goto("/person/NC-0001/profile")
    check(page, f"profile-{size}")
    page.fill("#cared_for_name", "Una")
    press(page, "Save")
    assert "Una" in page.inner_text("main")

    page.goto("/person/NC-0001/note")
    check(page, f"note-{size}")
    page.fill("#text", "Rang in the evening.")
    press(page, "Save")
    page.goto("/person/NC-0001/consent")
    check(page, f"consent-{size}")
    page.get_by_label("Quote what they said").check()
    page.get_by_label("Signed").check()
    press(page, "Save")
    page.get_by_role("link", name="Withdraw").click()
    check(page, f"withdraw-{size}")
    press(page, "Withdraw the consent")
    assert "Does not hold" in page.inner_text("main").replace("DOES NOT HOLD", "Does not hold")

    page.goto("/person/NC-0001/status")
    check(page, f"status-{size}")
    page.get_by_label("Closed", exact=True).check()
    press(page, "Save")
    check(page, f"status-error-{size}")
    page.select_option("#closed_reason", "moved_area")
    press(page, "Save")
    page.goto("/person/NC-0001/timeline")
    check(page, f"timeline-{size}")
    for words in ("Status: Closed (Moved out of the area)", "No longer agrees", "Rang in the evening.", "Registered"):
        assert words in page.inner_text("main"), words
    page.goto("/people/referral")
    check(page, f"declined-{size}")
