"""The signal goes and comes back: what a carer typed is kept on the phone, sent once, and then gone from the phone."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.carers_phone import (
    NOTHING,
    WHAT_IS_LEFT,
    Server,
    a_phone,
    address_of,
    answers_of,
    at,
    begun,
    choose,
    fill_in,
    give_an_answer,
    key_of,
    lose_signal,
    nothing_is_left,
    on_guard,
    open_round,
    regain_signal,
    shown,
    until,
)
from tests.browser.each_kind import GOOD_ANSWERS
from tests.conftest import let_go
from tests.support.chromium import press

pytestmark = pytest.mark.browser

KINDS = list(GOOD_ANSWERS)
KEPT = "Your answer is kept on this phone and will be sent when the signal is back."


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = open_round(tmp_path_factory.mktemp("offline"))
    yield app
    let_go(app)


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    server = Server(app)
    yield server
    server.stop()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = a_phone(browser, server)
    yield context
    context.set_offline(False)
    context.close()


@pytest.mark.parametrize(
    ("key", "how"), [*((key, "no signal") for key in KINDS), ("kinds.one", "no server"), ("kinds.text", "no server")]
)
def test_continue_without_signal_keeps_the_answer_says_so_and_goes_on_by_itself(
    app: Flask, context: BrowserContext, server: Server, key: str, how: str
) -> None:
    page = at(app, context, key)
    value = fill_in(page)
    on_guard(page)
    lose_signal(context, server, how)
    press(page, "Continue")
    expect(page.locator("#signal")).to_contain_text(KEPT)
    expect(page.locator("#signal")).to_contain_text("You have no signal" if how == "no signal" else "We can't be reached")
    assert shown(page) == [value]
    assert key not in answers_of(app, page)
    with page.expect_navigation(url=lambda url: not url.endswith(key)):
        regain_signal(context, server, how)
    assert answers_of(app, page)[key] == value
    if key == "kinds.safe":
        expect(page.locator("main")).to_contain_text("Your answer is saved.")
    else:
        expect(page.locator("#signal")).to_have_text(re.compile("What was kept on this phone has been sent"))


def test_send_my_answers_without_signal_sends_them_once_when_it_is_back(
    app: Flask, context: BrowserContext, server: Server
) -> None:
    page = at(app, context, "kinds.must")
    give_an_answer(page)
    on_guard(page)
    context.set_offline(True)
    press(page, "Send my answers")
    expect(page.locator("#signal")).to_contain_text("Your answers are not sent yet.")
    with page.expect_navigation(url=re.compile("/answers/sent")):
        context.set_offline(False)
    expect(page.locator(".app-receipt-code")).to_be_visible()


def test_the_respondent_can_press_again_when_the_signal_is_back(
    app: Flask, context: BrowserContext, server: Server
) -> None:
    page = at(app, context, "kinds.one")
    choose(page)
    on_guard(page)
    server.stop()
    press(page, "Continue")
    expect(page.locator("#signal")).to_be_visible()
    press(page, "Continue")
    expect(page.locator("#signal")).to_be_visible()
    server.start()
    press(page, "Continue")
    assert key_of(page) == "kinds.many"
    assert answers_of(app, page) == {"kinds.one": "yes"}


def test_a_change_made_while_waiting_is_not_sent_until_continue_is_pressed(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("First words")
    on_guard(page)
    context.set_offline(True)
    press(page, "Continue")
    page.locator("#answer").fill("Better words")
    context.set_offline(False)
    expect(page.locator("#signal")).to_have_text("The signal is back. Press the button to go on.")
    assert shown(page) == ["Better words"]
    press(page, "Continue")
    assert answers_of(app, page)["kinds.text"] == "Better words"


@pytest.mark.parametrize("again", ["reload", "address", "back"])
def test_a_reload_or_another_page_without_signal_shows_the_question_with_what_was_typed(
    app: Flask, context: BrowserContext, again: str
) -> None:
    page = at(app, context, "kinds.many")
    give_an_answer(page)
    page.locator("#answer").fill("Half a sent")
    on_guard(page)
    context.set_offline(True)
    if again == "reload":
        page.reload()
    elif again == "address":
        page.goto(address_of(page))
    else:
        page.go_back()
        assert key_of(page) == "kinds.many"
        page.go_forward()
    expect(page.locator("h1")).to_contain_text("What was good about it?")
    expect(page.locator("#signal")).to_contain_text("You have no signal. What you sent before is saved.")
    assert shown(page) == ["Half a sent"]


def test_back_without_signal_keeps_what_was_typed_and_leads_back_when_it_returns(
    app: Flask, context: BrowserContext
) -> None:
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("Words before going back")
    on_guard(page)
    context.set_offline(True)
    press(page, "Back")
    expect(page.locator("#signal")).to_contain_text(KEPT)
    with page.expect_navigation(url=re.compile("kinds.many")):
        context.set_offline(False)
    assert answers_of(app, page)["kinds.text"] == "Words before going back"


def test_a_phone_that_went_off_without_signal_sends_what_it_kept_when_the_link_is_opened_again(
    app: Flask, context: BrowserContext
) -> None:
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("Typed in the cellar")
    on_guard(page)
    context.set_offline(True)
    press(page, "Continue")
    address, path = address_of(page), page.url
    page.close()
    later = context.new_page()
    later.goto(path)
    expect(later.locator("#signal")).to_contain_text(KEPT)
    assert shown(later) == ["Typed in the cellar"]
    later.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(address)
    assert key_of(later) == "kinds.number"
    expect(later.locator("#signal")).to_have_text("The signal is back. What was kept on this phone has been sent.")
    assert answers_of(app, later)["kinds.text"] == "Typed in the cellar"
    later.reload()
    expect(later.locator("#signal")).to_have_count(0)


def test_answers_kept_in_two_tabs_are_all_sent(app: Flask, context: BrowserContext) -> None:
    first = at(app, context, "kinds.many")
    second = context.new_page()
    second.goto(first.url.replace("kinds.many", "kinds.one"))
    on_guard_after_typing = [(first, choose(first, 0)), (second, choose(second, 1))]
    for page, _value in on_guard_after_typing:
        on_guard(page)
    context.set_offline(True)
    for page, _value in on_guard_after_typing:
        press(page, "Continue")
        expect(page.locator("#signal")).to_contain_text(KEPT)
    second.close()
    context.set_offline(False)
    expect(first).to_have_url(re.compile("kinds.text"))
    assert answers_of(app, first) == {"kinds.many": "day", "kinds.one": "no"}


def test_two_responses_on_one_phone_never_mix(app: Flask, context: BrowserContext) -> None:
    pages = [at(app, context, "kinds.text"), at(app, context, "kinds.text")]
    for page, words in zip(pages, ["Words of Ann", "Words of Bob"], strict=True):
        page.locator("#answer").fill(words)
        on_guard(page)
    context.set_offline(True)
    for page in pages:
        press(page, "Continue")
        expect(page.locator("#signal")).to_contain_text(KEPT)
    assert [shown(page) for page in pages] == [["Words of Ann"], ["Words of Bob"]]
    context.set_offline(False)
    for page in pages:
        expect(page).to_have_url(re.compile("kinds.number"))
    assert [answers_of(app, page)["kinds.text"] for page in pages] == ["Words of Ann", "Words of Bob"]
    finish(pages[0])
    for store in ("caches.keys()", "navigator.serviceWorker.getRegistrations()"):
        left_of_first = f"async () => (await {store}).some(one => (one.scope ?? one).endsWith('{address_of(pages[0])}'))"
        until(pages[0], f"async () => !await ({left_of_first})()")
    assert [scope.endswith(address_of(pages[1])) for scope in pages[1].evaluate(WHAT_IS_LEFT)["workers"]] == [True]


def finish(page: Page) -> None:
    """Answer what is left, and send."""
    while "/answers/check" not in page.url:
        give_an_answer(page, "5")
    press(page, "Send my answers")


def test_nothing_is_left_on_the_phone_after_the_receipt(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("Nobody else should read this")
    on_guard(page)
    context.set_offline(True)
    press(page, "Continue")
    left = page.evaluate(WHAT_IS_LEFT)
    assert len(left["caches"]) == 2
    assert len(left["workers"]) == 1
    context.set_offline(False)
    expect(page).to_have_url(re.compile("kinds.number"))
    finish(page)
    nothing_is_left(page)
    page.goto("/receipt")
    assert page.evaluate(WHAT_IS_LEFT) == NOTHING


def test_nothing_is_left_on_the_phone_once_help_is_shown(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.safe")
    choose(page, 1)
    on_guard(page)
    press(page, "Continue")
    assert page.url.endswith("/help")
    nothing_is_left(page)


@pytest.mark.parametrize("signal", [True, False])
def test_exit_this_page_quickly_leaves_at_once_and_takes_all_that_was_kept_along(
    app: Flask, context: BrowserContext, signal: bool
) -> None:
    context.route(re.compile("^https://www.bbc.co.uk/"), lambda route: route.fulfill(body="The weather"))
    page = at(app, context, "kinds.safe")
    choose(page, 1)
    on_guard(page)
    address = address_of(page)
    if not signal:
        context.set_offline(True)
        press(page, "Continue")
        expect(page.locator("#signal")).to_contain_text(KEPT)
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Exit this page quickly").click()
    expect(page.locator("body")).to_have_text("The weather")
    assert page.evaluate("history.length") == before
    context.set_offline(False)
    page.goto("/receipt")
    nothing_is_left(page)
    page.goto(address)
    assert "kinds.safe" not in answers_of(app, page)


def test_back_after_exit_this_page_quickly_never_shows_what_was_answered(app: Flask, context: BrowserContext) -> None:
    context.route(re.compile("^https://www.bbc.co.uk/"), lambda route: route.fulfill(body="The weather"))
    page = at(app, context, "kinds.safe")
    address = address_of(page)
    for question in ("kinds.text", "kinds.safe"):
        page.goto(f"{address}/{question}")
    page.get_by_role("link", name="Exit this page quickly").click()
    expect(page.locator("body")).to_have_text("The weather")
    for _ in range(3):
        page.go_back(wait_until="commit")
        expect(page.locator("body")).to_have_text("The weather")
    page.goto(address)
    expect(page.locator("form#question")).to_be_visible()
    page.reload()
    expect(page.locator("form#question")).to_be_visible()


def test_answers_sent_from_elsewhere_meanwhile_are_not_changed_and_what_was_typed_is_shown(
    app: Flask, context: BrowserContext, browser: Browser, server: Server
) -> None:
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("Words that came late")
    on_guard(page)
    context.set_offline(True)
    press(page, "Continue")
    elsewhere = a_phone(browser, server)
    other = at(app, elsewhere, "check", page_of(elsewhere, address_of(page)))
    press(other, "Send my answers")
    elsewhere.close()
    with page.expect_navigation():
        context.set_offline(False)
    expect(page.locator("h1")).to_have_text("You have already sent your answers")
    expect(page.locator("main")).to_contain_text("Words that came late")
    assert answers_of(app, page)["kinds.text"] == "Quiet"


def page_of(context: BrowserContext, address: str) -> Page:
    """A page at the address."""
    page = context.new_page()
    page.goto(address)
    return page


def test_an_answer_that_cannot_stand_comes_back_with_what_is_wrong(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.number")
    page.locator("#answer").fill("lots")
    on_guard(page)
    context.set_offline(True)
    press(page, "Continue")
    expect(page.locator("#signal")).to_contain_text(KEPT)
    context.set_offline(False)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a whole number")
    assert shown(page) == ["lots"]


def test_text_typed_and_not_sent_survives_a_reload(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("Not yet sent")
    page.reload()
    assert shown(page) == ["Not yet sent"]
    press(page, "Continue")
    assert page.evaluate("Object.keys(sessionStorage).filter(name => name.startsWith('typed'))") == []


def test_a_phone_without_a_worker_keeps_what_was_typed_on_the_page_and_sends_it(
    app: Flask, browser: Browser, server: Server
) -> None:
    context = a_phone(browser, server, service_workers="block")
    page = at(app, context, "kinds.text")
    page.locator("#answer").fill("No worker here")
    context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#signal")).to_contain_text("What you typed stays on this page")
    with page.expect_navigation(url=re.compile("kinds.number")):
        context.set_offline(False)
    assert answers_of(app, page)["kinds.text"] == "No worker here"
    context.close()


def test_start_without_signal_says_so_and_keeps_the_page(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/s/spring")
    context.set_offline(True)
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#signal")).to_have_text(
        "You have no signal. Nothing was sent. Press the button again when the signal is back."
    )


def test_a_form_of_another_site_is_refused_though_a_worker_is_there(app: Flask, context: BrowserContext) -> None:
    page = at(app, context, "kinds.one")
    choose(page)
    on_guard(page)
    target = page.url
    form = f'<form method="post" action="{target}"><input name="answer" value="no"><button>Go</button></form>'
    context.route("http://other.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("http://other.example/")
    press(page, "Go")
    expect(page.locator("main")).to_contain_text("sent from another website")
    assert answers_of(app, page) == {}


def test_what_was_kept_goes_when_its_time_is_over(context: BrowserContext) -> None:
    page = begun(context)
    choose(page)
    on_guard(page)
    page.evaluate("async () => (await caches.open((await caches.keys()).find(name => name.startsWith('kept pages')))).put("
                  "location.pathname.match(/^.a.[^/]+/)[0] + '?until', new Response('2020-01-01'))")  # fmt: skip
    page.evaluate("sessionStorage.clear()")
    page.goto("/receipt")
    nothing_is_left(page)
