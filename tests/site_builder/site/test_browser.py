"""The built pages in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RULES = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']"
PAGES = [
    "",
    "frameworks/hub/",
    "frameworks/hub/measures/k1/",
    "frameworks/hub/outcomes/wellbeing/",
    "carers-hub/",
    "method/",
    "accessibility/",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")])
def test_axe_finds_nothing_on_the_main_pages(
    chromium: Browser, address: str, viewport: dict[str, int], scheme: str
) -> None:
    context = chromium.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for name in PAGES:
        page.goto(address + name)
        page.evaluate("document.querySelectorAll('details').forEach(found => { found.open = true })")
        page.evaluate(AXE.read_text())
        found = page.evaluate(f"() => axe.run(document, {{runOnly: {RULES}}})")["violations"]
        assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == [], name
    context.close()


def test_no_page_is_wider_than_a_phone(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    for name in PAGES:
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


def test_nothing_loads_from_another_host(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(address + name, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
    context.close()


def test_a_page_shows_its_figure_chart_and_table_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "frameworks/hub/measures/k1/")
    assert page.locator(".headline .figure").first.inner_text() == "70%"
    assert page.locator("table").first.is_visible()
    assert page.locator("img.chart").first.is_visible()
    context.close()
