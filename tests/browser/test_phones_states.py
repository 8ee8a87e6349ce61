"""Every page in every state, in every theme and size: axe, targets, the widths of small screens, reading order."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.carers_phone import Server, a_phone, open_round
from tests.browser.respondent_pages import STATES, Visit, add_rounds, fail_on_purpose
from tests.conftest import let_go
from tests.support import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOO_SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea, select')]
  .filter(target => target.getClientRects().length && !target.closest('[aria-hidden=true], .govuk-skip-link'))
  .map(target => /^(radio|checkbox)$/.test(target.type) ? document.querySelector(`label[for="${target.id}"]`) : target)
  .filter(target => !target.matches('p a, li a') || target.parentElement.innerText === target.innerText)
  .filter(target => target.getBoundingClientRect().height < 43.5).map(target => target.outerHTML)"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = open_round(tmp_path_factory.mktemp("states"))
    fail_on_purpose(app)
    add_rounds(app)
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def server(app: Flask) -> Iterator[Server]:
    server = Server(app)
    yield server
    server.stop()


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_targets_are_large_and_nothing_scrolls_sideways(
    app: Flask, browser: Browser, server: Server, state: str
) -> None:
    context = a_phone(browser, server)
    page = STATES[state](Visit(app, context))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe.faults(page) == [], scheme
    page.emulate_media(color_scheme="light", forced_colors="active", contrast="more", reduced_motion="reduce")
    assert axe.faults(page) == [], "forced colours"
    page.emulate_media(forced_colors="none", contrast="no-preference")
    assert page.evaluate(TOO_SMALL) == []
    fits_small_screens(page)
    context.close()


def fits_small_screens(page: Page) -> None:
    """400% zoom leaves 320 pixels; then twice as large a text on top of it; then the other way round."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert axe.fits(page), "at 400% zoom"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert axe.fits(page), "with large text"
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert axe.fits(page), "from right to left"
