"""Needs not met, and people's rights, on a phone and on a desktop; every page on the way is read by axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from forms_app.frontend.build import build
from tests.conftest import let_go, make_app
from tests.forms_app.ledger.conftest import fill
from tests.support.axe import check
from tests.support.chromium import phone, served
from tests.support.staff import PASSWORD, add_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Two providers' people, some of whom did not get what they needed, and a manager of one."""
    build()
    app = make_app(database_url, tmp_path / "home")
    fill(app)
    add_staff(app, "provider_manager")
    yield app
    let_go(app)


@pytest.fixture(params=[(390, 844), (1280, 900)], ids=["phone", "desktop"])
def page(app: Flask, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser in which the manager has signed in."""
    width, height = request.param
    with served(app) as address:
        context = phone(browser, address)
        opened = context.new_page()
        opened.set_viewport_size({"width": width, "height": height})
        opened.goto("/sign-in")
        opened.get_by_label("E-mail address").fill("provider_manager@north.example")
        opened.get_by_label("Password").fill(PASSWORD)
        opened.get_by_role("button", name="Sign in").click()
        yield opened
        context.close()


def test_a_figure_leads_to_its_records_in_one_step(page: Page) -> None:
    page.goto("/needs-not-met")
    page.get_by_text("Choose quarters, places and groups").click()
    check(page, "needs-not-met")
    page.get_by_role("combobox", name="Why it was not met").select_option(label="The cost")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("2 needs not met")).to_be_visible()
    page.get_by_role("link", name="2 not met, Heywood: see who").click()
    expect(page.get_by_role("link", name="Ann Example")).to_have_count(2)
    check(page, "needs-not-met-people")


def test_someone_is_found_looked_at_and_erased(page: Page) -> None:
    page.goto("/rights")
    page.get_by_label("Name").fill("ann")
    page.get_by_role("button", name="Find").click()
    check(page, "rights-found")
    page.get_by_role("link", name="Ann Example").click()
    check(page, "rights-held")
    with page.expect_download() as given:
        page.get_by_role("button", name="Get the file").click()
    assert given.value.suggested_filename == "what-is-held.zip"
    page.get_by_role("link", name="Who saw or changed what").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who saw or changed what")
    check(page, "rights-seen")
    page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_role("link", name="Erase everything about this person").click()
    page.get_by_role("button", name="Erase").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    check(page, "rights-erase")
    page.get_by_label("Type the person’s reference again").fill("n1")
    page.get_by_label("I know that this can’t be undone").check()
    page.get_by_role("button", name="Erase").click()
    expect(page.get_by_text("rows and mentions")).to_be_visible()
    page.get_by_role("link", name="What is kept for how long").click()
    check(page, "rights-retention")
