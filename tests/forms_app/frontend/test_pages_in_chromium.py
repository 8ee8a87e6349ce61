import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from forms_app.frontend.build import ROOT, build
from tests.forms_app.frontend.sample_page import make_app

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TARGETS = "input:not([type=hidden]), select, textarea, button, a.govuk-button, .govuk-radios__label, nav a"
TOO_SMALL = """targets => [...document.querySelectorAll(targets)]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 34).map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    build()
    server = make_server("127.0.0.1", 0, make_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def faults(page: Page) -> list[tuple[str, list[list[str]]]]:
    """What axe finds, as (rule, where); axe that ran no rule at all is an error."""
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert len(found["passes"]) > 20
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]]


def phone(chromium: Browser, **settings: str) -> Page:
    size = {"width": 390, "height": 844}
    return chromium.new_context(viewport=size, is_mobile=True, has_touch=True, **settings).new_page()


@pytest.mark.parametrize("path", ["/errors", "/rtl", "/staff"])
def test_axe_finds_nothing_in_light_or_dark_and_the_page_fits_a_phone(chromium: Browser, address: str, path: str) -> None:
    page = phone(chromium)
    page.goto(address + path)
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(TOO_SMALL, TARGETS) == []


@pytest.mark.parametrize("path", ["/errors", "/staff"])
def test_text_twice_as_large_still_fits_the_narrowest_phone(chromium: Browser, address: str, path: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    page.goto(address + path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_would_see_a_grey_that_is_too_pale(chromium: Browser, address: str) -> None:
    page = phone(chromium)
    page.goto(address + "/survey")
    page.evaluate("document.documentElement.style.setProperty('--govuk-secondary-text-colour', '#bbb')")
    page.evaluate(AXE)
    assert "color-contrast" in [rule for rule, _ in faults(page)]


def test_the_page_turns_dark_when_the_phone_is_dark(chromium: Browser, address: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        page = phone(chromium, color_scheme=scheme)
        page.goto(address + "/survey")
        shades.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert shades == ["rgb(255, 255, 255)", "rgb(20, 25, 31)"]


def test_reading_starts_at_the_errors_and_a_link_goes_into_the_answer(chromium: Browser, address: str) -> None:
    page = phone(chromium)
    page.goto(address + "/errors")
    assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "safe"


def test_none_of_these_and_the_other_answers_untick_each_other(chromium: Browser, address: str) -> None:
    page = phone(chromium)
    page.goto(address + "/errors")
    page.check("input[value=n]")
    assert page.is_checked("input[value=n]")
    assert not page.is_checked("input[value=b]")
    page.check("input[name=helped][value=a]")
    assert not page.is_checked("input[value=n]")


def test_a_double_tap_sends_once(chromium: Browser, address: str) -> None:
    page = phone(chromium)
    page.goto(address + "/errors")
    page.evaluate("""() => { window.sent = 0; document.querySelector('form')
        .addEventListener('submit', event => { event.preventDefault(); window.sent++ }) }""")
    page.dblclick("button[data-prevent-double-click]")
    assert page.evaluate("window.sent") == 1


def test_a_survey_page_needs_three_requests_at_most_and_none_elsewhere(chromium: Browser, address: str) -> None:
    page = phone(chromium)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "/survey", wait_until="networkidle")
    assert len(asked) <= 3
    assert all(url.startswith(address) for url in asked)
