"""Someone on a phone says that they are not safe, asks for contact, and a duty worker at a desk acts on it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.accounts import User
from forms_app.models.responses import Invitation, InvitationToken, Round
from forms_app.models.safety import DutyPeriod, SafetyItem, SafetyNote
from forms_app.respond.keys import key_hash
from forms_app.safety import contact_request
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.staff import PASSWORD, QUICK_HASHES, add_provider, add_staff

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
TOKEN = "personal"
DUTY, MANAGER = "duty@hub.example", "manager@hub.example"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The short carers' survey, anonymous in English and Urdu, and with names for one person; people to act."""
    build()
    app = make_app(database_url, tmp_path / "home", COUNCIL_NAME="Anytown Council", **QUICK_HASHES)
    add_provider(app, "hub", "Anytown Carers Hub")
    add_staff(app, "duty_worker", "hub", DUTY)
    add_staff(app, "provider_manager", "hub", MANAGER)
    asked = {"survey": "carer-short", "title": "Your life as a carer", "provider": "hub", "opens_on": date(2026, 5, 1)}
    with app.app_context():
        named = Round(slug="named", anonymous=False, open_to_all=False, **asked)
        db.session.add_all([Round(slug="spring", languages="en;ur", **asked), named])
        db.session.flush()
        invitation = Invitation(round_id=named.id, name="Ada Example", phone="07700 900123")
        db.session.add(invitation)
        db.session.flush()
        db.session.add(InvitationToken(token_hash=key_hash(TOKEN), invitation_id=invitation.id))
        worker = db.session.query(User).filter_by(email=DUTY).one()
        db.session.add(DutyPeriod(provider="hub", user_id=worker.id, starts_on=date(2026, 5, 1)))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as where:
        yield where


def to_safety(page: Page, start: str) -> None:
    """Begin at `start` and pass over every question up to the one about safety."""
    page.goto(start)
    main = page.locator("main")
    with page.expect_navigation():
        main.get_by_role("button").first.click()
    while "safe.feel" not in page.url:
        with page.expect_navigation():
            page.locator("#question button.govuk-button").last.click()


def say_unsafe(page: Page) -> None:
    """Give the answer that may mean danger, and come to the help page."""
    page.locator("input[value='not-at-all-safe']").check(force=True)
    with page.expect_navigation():
        page.locator("#question button.govuk-button").last.click()
    assert page.url.endswith("/help")


def at_desk(browser: Browser, address: str, email: str) -> Page:
    """A desk's browser, signed in."""
    context = phone(browser, address, viewport=DESK, is_mobile=False, has_touch=False, device_scale_factor=1)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    return page


@pytest.mark.parametrize("script", [True, False])
def test_from_the_notice_on_a_phone_to_the_outcome_at_a_desk(
    app: Flask, browser: Browser, address: str, script: bool
) -> None:
    context = phone(browser, address, script=script)
    page = context.new_page()
    to_safety(page, "/s/spring")
    assert page.get_by_text("it does not say who you are").is_visible()
    assert page.get_by_text("Exit this page quickly").bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
    say_unsafe(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Ask someone to contact you").or_(
            page.get_by_role("button", name="Ask someone to contact you")
        ).click()
    assert page.url == f"{address}/s/spring/contact"
    press(page, "Ask for contact")
    assert page.get_by_role("link", name="Tell us how we can reach you").is_visible()
    page.get_by_label("What should we call you?").fill("Ada")
    page.get_by_label("How can we reach you safely?").fill("07700 900123")
    page.get_by_label("When is it safe to contact you?").fill("After nine")
    press(page, "Ask for contact")
    assert page.get_by_role("heading", name="We have your request").is_visible()
    context.close()

    desk = at_desk(browser, address, DUTY)
    assert desk.get_by_text("Open (1)").is_visible()
    desk.get_by_role("link", name="Ada").click()
    assert desk.get_by_text("After nine").is_visible()
    desk.get_by_label("What happened?").fill("She was glad that I rang")
    press(desk, "Note the try")
    desk.get_by_label("Spoke to the person").check(force=True)
    press(desk, "Close the item")
    assert desk.get_by_text("The item is closed.").is_visible()
    desk.context.close()
    with app.app_context():
        item = db.session.query(SafetyItem).one()
        assert (item.state, item.outcome, item.response) == ("closed", "spoke", None)
        assert db.session.query(SafetyNote).count() == 2


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_person(browser: Browser, address: str, language: str, scheme: str) -> None:
    context = phone(browser, address, color_scheme=scheme)
    page = context.new_page()
    to_safety(page, f"/s/spring?lang={language}")
    check(page, f"safety-notice-{language}-{scheme}")
    say_unsafe(page)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ur" else "ltr")
    check(page, f"safety-help-{language}-{scheme}")
    link = page.locator("a[href*='/contact']")
    with page.expect_navigation():
        link.click()
    assert page.locator("html").get_attribute("lang") == language
    check(page, f"safety-contact-{language}-{scheme}")
    with page.expect_navigation():
        page.locator("main form button").click()
    check(page, f"safety-contact-error-{language}-{scheme}")
    page.locator("#how").fill("07700 900123")
    with page.expect_navigation():
        page.locator("main form button").click()
    assert re.search(r"/s/spring/contact/asked", page.url)
    check(page, f"safety-asked-{language}-{scheme}")
    context.close()


def test_axe_finds_nothing_where_answers_have_a_name_and_at_the_desk(browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = context.new_page()
    to_safety(page, f"/i/{TOKEN}")
    assert page.get_by_text("Your answer is kept with your name").is_visible()
    check(page, "safety-notice-named")
    say_unsafe(page)
    check(page, "safety-help-named")
    page.goto(page.locator("a[href*='/contact']").get_attribute("href"))
    check(page, "safety-contact-named")
    page.locator("#how").fill("Text me")
    with page.expect_navigation():
        page.locator("main form button").click()
    check(page, "safety-asked-named")
    with page.expect_navigation():
        page.get_by_role("link", name="Back to the survey").click()
    assert "/a/" in page.url
    context.close()
    for email, size in ((MANAGER, DESK), (DUTY, {"width": 390, "height": 844})):
        desk = at_desk(browser, address, email)
        desk.set_viewport_size(size)
        name = email.partition("@")[0]
        for path in ("/safety", "/safety/item/1", "/safety/duty"):
            desk.goto(path)
            check(desk, f"safety-{name}{path.replace('/', '-')}")
        desk.goto("/safety/item/1")
        press(desk, "Close the item")
        check(desk, f"safety-{name}-item-error")
        desk.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_overdue_and_closed_items_and_on_the_counts(
    app: Flask, browser: Browser, address: str, scheme: str
) -> None:
    add_staff(app, "commissioner", None, "council@council.example")
    with app.app_context():
        round_ = db.session.query(Round).filter_by(slug="spring").one()
        made = [contact_request(round_, once=once, name=once, how="07700 900123") for once in ("late", "done")]
        made[0].due_at = made[0].opened_at - timedelta(hours=3)
        made[1].state, made[1].outcome, made[1].closed_at = "closed", "spoke", made[1].opened_at + timedelta(hours=1)
        db.session.commit()
    for email, paths in (
        (DUTY, ("/safety", "/safety/item/1", "/safety/item/2")),
        ("council@council.example", ("/safety",)),
    ):
        desk = at_desk(browser, address, email)
        desk.emulate_media(color_scheme=scheme)
        for path in paths:
            desk.goto(path)
            check(desk, f"safety-{email.partition('@')[0]}{path.replace('/', '-')}-{scheme}")
        desk.context.close()
