"""Pages with every component, on a phone in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from forms_app.frontend.build import build
from tests.forms_app.frontend.sample_page import make_app
from tests.support import axe
from tests.support.chromium import phone, served

pytestmark = pytest.mark.browser

TARGETS = "input:not([type=hidden]), select, textarea, button, a.govuk-button, .govuk-radios__label, nav a"
TOO_SMALL = """targets => [...document.querySelectorAll(targets)]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 34).map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    build()
    with served(make_app()) as where:
        yield where


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone's browser; paths are the sample's."""
    context = phone(browser, address)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/errors", "/rtl", "/staff"])
def test_axe_finds_nothing_in_light_or_dark_and_the_page_fits_a_phone(page: Page, path: str) -> None:
    page.goto(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe.faults(page) == []
    assert axe.fits(page)
    assert page.evaluate(TOO_SMALL, TARGETS) == []


@pytest.mark.parametrize("path", ["/errors", "/staff"])
def test_text_twice_as_large_still_fits_the_narrowest_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert axe.fits(page)


def test_axe_would_see_a_grey_that_is_too_pale(page: Page) -> None:
    page.goto("/survey")
    page.evaluate("document.documentElement.style.setProperty('--govuk-secondary-text-colour', '#bbb')")
    assert [fault for fault in axe.faults(page) if fault.startswith("color-contrast")]


def test_a_page_wider_than_the_phone_would_be_seen(page: Page) -> None:
    page.goto("/survey")
    page.evaluate("document.body.style.minWidth = '600px'")
    assert not axe.fits(page)


def test_the_page_turns_dark_when_the_phone_is_dark(browser: Browser, address: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        context = phone(browser, address, color_scheme=scheme)
        page = context.new_page()
        page.goto("/survey")
        shades.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert shades == ["rgb(255, 255, 255)", "rgb(20, 25, 31)"]


def test_reading_starts_at_the_errors_and_a_link_goes_into_the_answer(page: Page) -> None:
    page.goto("/errors")
    assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "safe"


def test_none_of_these_and_the_other_answers_untick_each_other(page: Page) -> None:
    page.goto("/errors")
    page.check("input[value=n]")
    assert page.is_checked("input[value=n]")
    assert not page.is_checked("input[value=b]")
    page.check("input[name=helped][value=a]")
    assert not page.is_checked("input[value=n]")


def test_a_double_tap_sends_once(page: Page) -> None:
    page.goto("/errors")
    page.evaluate("""() => { window.sent = 0; document.querySelector('form')
        .addEventListener('submit', event => { event.preventDefault(); window.sent++ }) }""")
    page.dblclick("button[data-prevent-double-click]")
    assert page.evaluate("window.sent") == 1


def test_a_survey_page_needs_three_requests_at_most_and_none_elsewhere(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/survey", wait_until="networkidle")
    assert len(asked) <= 3
    assert all(url.startswith(address) for url in asked)
