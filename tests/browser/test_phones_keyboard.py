"""Without a finger or a mouse, and for who hears the page: keys alone, reading order, reading aloud."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.carers_phone import Server, a_phone, answers_of, at, begun, key_of, open_round
from tests.browser.each_kind import GOOD_ANSWERS
from tests.conftest import let_go

pytestmark = pytest.mark.browser

SEEN = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const box = /^(radio|checkbox)$/.test(at.type) && document.querySelector(`label[for="${at.id}"]`);
  const seen = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
  return seen(style) || Boolean(box && seen(getComputedStyle(box, '::before'))) }"""
VOICE = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => VOICES, speak: words => window.said.push(words.text), cancel: () => { window.stopped = true } } });
"""
OF_THE_PHONE = "[{lang: 'en-GB', localService: true}]"
OF_THE_NETWORK = "[{lang: 'en-GB', localService: false}, {lang: 'pl-PL', localService: true}]"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = open_round(tmp_path_factory.mktemp("keyboard"))
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def server(app: Flask) -> Iterator[Server]:
    server = Server(app)
    yield server
    server.stop()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = a_phone(browser, server)
    yield context
    context.close()


def tab_to(page: Page, what: str) -> None:
    """Press Tab until an element is reached; each stop on the way can be seen."""
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"Tab never came to {what}")


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_survey_is_done_with_the_keyboard_alone(app: Flask, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/s/spring")
    tab_to(page, "main form button")
    press_enter(page)
    while "/answers/check" not in page.url:
        value = GOOD_ANSWERS[key_of(page)]
        kind = page.locator("#question input:not([type=hidden]), #question textarea").first.get_attribute("type")
        tab_to(page, "#question [name=answer]")
        if kind == "radio":
            page.keyboard.press("Space")
            while not page.evaluate("value => document.activeElement.value === value", value):
                page.keyboard.press("ArrowDown")
                assert page.evaluate(SEEN)
        elif kind == "checkbox":
            while not page.evaluate("value => document.activeElement.value === value", value):
                page.keyboard.press("Tab")
            page.keyboard.press("Space")
        else:
            page.keyboard.type(value)
        tab_to(page, "#question .govuk-button")
        press_enter(page)
    assert answers_of(app, page) == GOOD_ANSWERS
    tab_to(page, "form[action$='/answers/send'] button")
    press_enter(page)
    assert page.locator(".app-receipt-code").is_visible()


@pytest.mark.parametrize("key", list(GOOD_ANSWERS))
def test_a_reader_hears_heading_hint_answers_and_continue_in_this_order(
    app: Flask, context: BrowserContext, key: str
) -> None:
    page = at(app, context, key)
    tree = page.locator("#question").aria_snapshot()
    parts = ['heading "', "text:" if page.locator(".govuk-hint").count() else 'heading "', 'button "Continue"']
    places = [tree.index(part) for part in parts]
    answer = min(tree.find(role) for role in ("- radio", "- checkbox", "- textbox") if role in tree)
    places.insert(2, answer)
    assert places == sorted(places), tree
    assert page.locator("#question :focus").count() == 0


def test_errors_come_first_and_have_the_focus(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.must")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    tree = page.locator("main").aria_snapshot()
    assert tree.index("There is a problem") < tree.index("May we count your answers?")


def test_a_page_is_read_aloud_by_a_voice_of_the_phone_and_stops_when_pressed_again(
    app: Flask, context: BrowserContext
) -> None:
    context.add_init_script(VOICE.replace("VOICES", OF_THE_PHONE))
    page = at(app, context, "kinds.one")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert not [url for url in asked if "aloud.js" in url]
    page.get_by_role("button", name="Read this page aloud").click()
    page.wait_for_function("window.said.length > 5")
    said = page.evaluate("window.said")
    choices = ["Yes", "Even if it was short", "No", "or", "Prefer not to say"]
    assert said[1:] == ["Did you have a break last week?", "An hour to yourself counts.", *choices]
    page.evaluate("window.stopped = false")
    page.get_by_role("button", name="Stop reading").click()
    assert page.evaluate("window.stopped")
    assert page.get_by_role("button", name="Read this page aloud").is_visible()


def test_no_button_reads_aloud_without_a_voice_of_the_phone_for_the_language(app: Flask, context: BrowserContext) -> None:
    context.add_init_script(VOICE.replace("VOICES", OF_THE_NETWORK))
    page = begun(context)
    page.locator("h1").wait_for()
    assert page.get_by_role("button", name="Read this page aloud").count() == 0


def test_what_was_typed_is_never_read_aloud(app: Flask, context: BrowserContext) -> None:
    context.add_init_script(VOICE.replace("VOICES", OF_THE_PHONE))
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("A secret")
    page.get_by_role("button", name="Read this page aloud").click()
    page.wait_for_function("window.said.length > 1")
    assert "secret" not in " ".join(page.evaluate("window.said"))


def test_the_phones_keyboard_does_not_cover_the_field(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.text")
    page.set_viewport_size({"width": 390, "height": 700})
    page.locator("#answer").focus()
    page.evaluate("window.scrollTo(0, 0)")
    page.set_viewport_size({"width": 390, "height": 260})
    page.wait_for_function("document.activeElement.getBoundingClientRect().bottom <= visualViewport.height")


def test_a_double_tap_on_continue_answers_one_question(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.one")
    page.locator("label.govuk-radios__label").first.click()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").dblclick()
    assert key_of(page) == "kinds.many"
    assert answers_of(app, page) == {"kinds.one": "yes"}
    assert sent == ["POST"]
