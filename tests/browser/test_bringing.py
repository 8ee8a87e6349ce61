"""A manager brings a file with other names and faults over, and takes it back: phone and desk; axe reads every page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from playwright.sync_api import Browser, Page

from forms_app.frontend.build import build
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import press
from tests.support.screens import SIZES, signed_in
from tests.support.staff import add_provider, add_staff

pytestmark = pytest.mark.browser

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
    with signed_in(app, browser, "provider_manager@north.example", "/bring/", **SIZES[request.param]) as page:
        yield page


def look(page: Page, name: str) -> None:
    """Axe reads the page; its picture is kept for each size."""
    assert page.viewport_size is not None
    check(page, f"bring-{name}-{page.viewport_size['width']}")


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


def row_by_row(page: Page) -> list[str]:
    """The rows of the faults on the page, by the words above each."""
    return page.locator("fieldset legend").all_inner_texts()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_workbook_with_many_faults_is_put_right_page_by_page(page: Page, tmp_path: Path) -> None:
    """What is typed on one page of faults is there when its reader comes back from another."""
    book = Workbook()
    people, notes = book.active, book.create_sheet("Notes")
    assert people is not None
    people.title = "People"
    people.append(["person", "role", "registered_on"])
    for number in range(45):
        people.append([f"K{number}", "carer", f"soon {number}"])
    notes.append(["Made by hand"])
    path = tmp_path / "Clients.xlsx"
    book.save(path)
    page.set_input_files("#files", path)
    press(page, "Upload")
    assert "Clients" in page.inner_text("main")
    while "faults" not in page.url:
        press(page, "Continue")
    assert "45 rows can’t come in as they are" in page.inner_text("main")
    assert "Page 1 of 3" in page.inner_text("main")
    assert len(row_by_row(page)) == 20
    assert page.get_by_role("button", name="Save and go to the previous page").count() == 0
    first = row_by_row(page)[0]
    page.fill("#cell-0-2-registered_on", "31 March 2026")
    press(page, "Save and go to the next page")
    look(page, "13-faults-2")
    assert "Page 2 of 3" in page.inner_text("main")
    assert first not in row_by_row(page)
    press(page, "Save and go to the next page")
    assert len(row_by_row(page)) == 5
    assert page.get_by_role("button", name="Save and go to the next page").count() == 0
    press(page, "Save and go to the previous page")
    press(page, "Save and go to the previous page")
    assert row_by_row(page)[0] == first
    assert page.input_value("#cell-0-2-registered_on") == "2026-03-31"
    press(page, "Save and check again")
    assert "44 rows can’t come in as they are" in page.inner_text("main")
    press(page, "Leave out every row with a fault")
    press(page, "Import")
    assert page.inner_text("h1") == "Imported"
    assert re.findall(r"\d+", page.get_by_role("row").filter(has_text="Clients").inner_text()) == ["1", "0", "0"]
