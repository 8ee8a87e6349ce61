"""A manager brings a file with other names and faults over, and takes it back: phone and desk; axe reads every page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.frontend.build import build
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.staff import PASSWORD, add_provider, add_staff

pytestmark = pytest.mark.browser

SIZES = {"phone": {}, "desk": {"viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False}}
PEOPLE = (
    "Client ID;Client type;Date registered;DOB;Sex;Surname\n"
    "K1;Carer;03/04/2026;04/05/1970;Female;Example\n"
    "K2;Carer;04/04/2026;04/05/1850;M;Sample\n"
    "K3;Carer;soon;04/05/1850;M;Specimen\n"
    "K4;Carer;05/04/2026;;Woman;Other\n"
)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider with a manager."""
    build()
    app = make_app(database_url, tmp_path / "home")
    add_provider(app)
    add_staff(app, "provider_manager")
    yield app
    let_go(app)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, app: Flask, browser: Browser) -> Iterator[Page]:
    """A manager who has signed in and opened the page from the menu."""
    with served(app) as address:
        context = phone(browser, address, **SIZES[request.param])
        page = context.new_page()
        page.goto("/bring/")
        page.fill("#email", "provider_manager@north.example")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("/bring/")
        page.name = request.param  # type: ignore[attr-defined]
        yield page
        context.close()


def look(page: Page, name: str) -> None:
    """Axe reads the page; its picture is kept for each size."""
    check(page, f"bring-{name}-{page.name}")  # type: ignore[attr-defined]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_is_brought_over_and_taken_back(page: Page, tmp_path: Path) -> None:
    look(page, "1-home")
    press(page, "Upload")
    look(page, "2-home-error")
    path = tmp_path / "Clients from the old system.csv"
    path.write_bytes(PEOPLE.encode("cp1252"))
    page.set_input_files("#files", path)
    press(page, "Upload")
    look(page, "3-kinds")
    press(page, "Continue")
    look(page, "4-columns")
    assert "left out: Surname" in page.inner_text("main")
    press(page, "Continue")
    look(page, "5-values")
    press(page, "Continue")
    look(page, "6-values-error")
    page.get_by_label("The day: 31/3/2026").check()
    press(page, "Continue")
    look(page, "7-faults")
    page.get_by_label("Do the same in all 2 rows that have this").first.check()
    page.fill("#cell-0-3-birth_year", "1950")
    press(page, "Save and check again")
    assert "1 row can’t come in as it is" in page.inner_text("main")
    page.get_by_label("Leave this row out").check()
    press(page, "Save and check again")
    look(page, "8-ready")
    assert page.get_by_role("row").filter(has_text="Clients from the old system.csv").inner_text().count("3")
    press(page, "Import")
    look(page, "9-imported")
    page.get_by_role("link", name="Undo this import").click()
    look(page, "10-undo")
    press(page, "Undo this import")
    look(page, "11-undone")
    assert "3 rows are as they were" in page.inner_text("main")
    page.goto("/bring/")
    look(page, "12-list")
