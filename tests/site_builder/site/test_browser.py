"""The built pages in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.support import axe
from tests.support.chromium import PHONE

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/frameworks/hub/",
    "/frameworks/hub/measures/k1/",
    "/frameworks/hub/outcomes/wellbeing/",
    "/carers-hub/",
    "/method/",
    "/accessibility/",
]
DESK = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 700}


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")])
def test_axe_finds_nothing_on_the_main_pages(browser: Browser, address: str, viewport: dict[str, int], scheme: str) -> None:
    context = browser.new_context(base_url=address, viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for name in PAGES:
        page.goto(name)
        page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true })")
        assert axe.faults(page) == [], name
    context.close()


def test_no_page_is_wider_than_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport=NARROWEST)
    page = context.new_page()
    for name in PAGES:
        page.goto(name)
        assert axe.fits(page), name
    context.close()


def test_nothing_loads_from_another_host(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(name, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
    context.close()


def test_a_page_shows_its_figure_chart_and_table_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/frameworks/hub/measures/k1/")
    assert page.locator(".headline .figure").first.inner_text() == "70%"
    assert page.locator("table").first.is_visible()
    assert page.locator("img.chart").first.is_visible()
    context.close()
