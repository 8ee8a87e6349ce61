"""Someone is invited, joins and signs in; records are asked for, read and closed again: on a phone and at a desk."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Assessment, Contact, Contract, Goal, Person, Review, Score
from tests.conftest import let_go, make_app
from tests.forms_app.administration.accounts import NEW_PASSWORD, link_in, send
from tests.support.axe import check, fits
from tests.support.chromium import phone, press, served
from tests.support.screens import SIZES
from tests.support.screens import sign_in as sign_in_on
from tests.support.staff import PASSWORD, add_provider, add_staff

pytestmark = pytest.mark.browser

DAY = date(2026, 4, 10)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider with a contract and a carer; its administrator, manager and the commissioner."""
    build()
    app = make_app(database_url, tmp_path / "home")
    add_provider(app)
    for role, provider in (("administrator", "north"), ("provider_manager", "north"), ("commissioner", None)):
        add_staff(app, role, provider)
    add_staff(app, "administrator", None)
    whose = {"provider": "north", "person": "NC-1"}
    with app.app_context():
        contract = {"framework": "rochdale-carers", "starts_on": date(2025, 4, 1)}
        db.session.add(Contract(contract="c", provider="north", **contract))
        db.session.add(Person(role="carer", status="active", registered_on=DAY, name="Ada Example", **whose))
        db.session.flush()
        db.session.add(Assessment(assessment="a", kind="carer", started_on=DAY, **whose))
        db.session.add(Goal(goal="g", outcome="rochdale-carers:wellbeing", agreed_on=DAY, baseline=2, **whose))
        db.session.add(Review(review="r", reviewed_on=DAY, **whose))
        db.session.add(Score(scale="wellbeing", taken_on=DAY, score=4, at="review", **whose))
        db.session.add(Contact(contact="k", on=DAY, kind="casework", **whose))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, app: Flask, browser: Browser) -> Iterator[Page]:
    """A browser on a phone or at a desk in which nobody has signed in."""
    with served(app) as address:
        context = phone(browser, address, **SIZES[request.param])
        yield context.new_page()
        context.close()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in, after whoever was there before."""
    page.context.clear_cookies()
    sign_in_on(page, email, password=password)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_someone_is_invited_joins_and_signs_in(app: Flask, page: Page) -> None:
    sign_in(page, "administrator@north.example")
    page.goto("/administration")
    check(page, "accounts")
    page.get_by_role("button", name="Invite someone").click()
    check(page, "invite")
    press(page, "Invite")
    check(page, "invite-error")
    page.fill("#name", "Nia New")
    page.fill("#email", "nia@north.example")
    page.get_by_label("Support worker").check()
    press(page, "Invite")
    check(page, "accounts-invited")
    link = link_in(send(app)[-1])
    page.get_by_role("link", name="Nia New").click()
    check(page, "invitation")

    page.context.clear_cookies()
    page.goto(link)
    check(page, "join")
    page.fill("#password", "short")
    press(page, "Open my account")
    check(page, "join-error")
    page.fill("#password", NEW_PASSWORD)
    page.fill("#password-again", NEW_PASSWORD)
    press(page, "Open my account")
    assert "Your account is open" in page.inner_text("main")
    check(page, "joined")
    page.goto(link)
    check(page, "link-used")
    sign_in(page, "nia@north.example", NEW_PASSWORD)
    assert page.url.endswith("/people"), page.url


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_forgotten_password_is_set_anew_and_an_account_is_seen_to(app: Flask, page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgotten your password?").click()
    check(page, "forgotten")
    page.fill("#email", "provider_manager@north.example")
    press(page, "Send me a link")
    check(page, "reset-asked")
    page.goto(link_in(send(app)[-1]))
    check(page, "new-password")
    page.fill("#password", NEW_PASSWORD)
    page.fill("#password-again", NEW_PASSWORD)
    press(page, "Set my password")
    sign_in(page, "provider_manager@north.example", NEW_PASSWORD)
    assert page.url.endswith("/people"), page.url

    sign_in(page, "administrator@north.example")
    page.goto("/administration")
    page.get_by_role("link", name="Sam Provider Manager").click()
    check(page, "account")
    for words, button in (("Sign out everywhere", "Sign them out"), ("Turn the account off", "Turn it off")):
        page.get_by_role("link", name=words).click()
        check(page, button)
        press(page, button)
        check(page, f"{button}-done")
    assert "No: turned off" in page.inner_text("main")

    sign_in(page, "administrator@council.example")
    page.goto("/administration/invite")
    check(page, "council-invites")
    page.goto("/administration")
    check(page, "council-accounts")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_records_are_asked_for_read_and_closed_again(page: Page) -> None:
    sign_in(page, "commissioner@council.example")
    page.goto("/sampling")
    check(page, "sampling")
    page.get_by_role("button", name="Ask for a sampling review").click()
    check(page, "sampling-ask")
    press(page, "Ask the provider")
    check(page, "sampling-ask-error")
    page.select_option("#provider", "north")
    page.fill("#title", "Quality of reviews")
    page.fill("#reason", "To see that reviews say what changed.")
    page.fill("#size", "20")
    page.get_by_label("Per cent").check()
    page.fill("#days", "7")
    press(page, "Ask the provider")
    assert fits(page), "too little on it for axe"
    where = re.sub(r"^https?://[^/]+", "", page.url)

    sign_in(page, "provider_manager@north.example")
    page.goto("/sampling")
    page.get_by_role("link", name="Quality of reviews").click()
    check(page, "sampling-answer")
    page.get_by_label("We agree").check()
    press(page, "Answer")
    check(page, "sampling-agreed")
    assert "Ada Example" in page.inner_text("main")

    sign_in(page, "commissioner@council.example")
    page.goto(where)
    check(page, "sampling-open")
    page.get_by_role("link", name="NC-1").click()
    check(page, "sampled-record")
    assert "Ada Example" not in page.inner_text("body")
    page.go_back()
    press(page, "End this review now")
    assert fits(page), "too little on it for axe"
    assert page.request.get(f"{where}/person/NC-1").status == 404
