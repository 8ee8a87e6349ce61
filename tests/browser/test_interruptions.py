"""Interruptions that only a browser has: its Back button, a lost page, and a signal that is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.responses import AnswerRow
from tests.conftest import let_go, make_app
from tests.forms_app.respond.conftest import add_provider_and_round
from tests.forms_app.respond.conftest import definitions as definitions
from tests.support.axe import check
from tests.support.chromium import phone, press, served

pytestmark = pytest.mark.browser
WORDS = "He slept, and I sat in the garden."


@pytest.fixture
def app(tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    """A small survey, open to all."""
    build()
    app = make_app(f"sqlite:///{tmp_path / 'test.sqlite'}", tmp_path / "home", DEFINITIONS=definitions, MADE_UP=True)
    add_provider_and_round(app)
    yield app
    let_go(app)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as where:
        yield where


def to_the_number(page: Page) -> None:
    page.goto("/s/spring")
    press(page, "Start")
    page.get_by_text("No", exact=True).click()
    press(page, "Continue")
    assert page.url.endswith("/small.hours")


def stored(app: Flask, question: str) -> list[tuple[int | None, str | None]]:
    with app.app_context():
        rows = db.session.execute(db.select(AnswerRow.number, AnswerRow.text).where(AnswerRow.question == question))
        return [(number, text) for number, text in rows]


@pytest.mark.parametrize("script", [False, True])
def test_the_browsers_back_button_after_an_error_shows_a_page_and_asks_to_send_nothing_again(
    browser: Browser, address: str, script: bool
) -> None:
    context = phone(browser, address, script=script)
    page = context.new_page()
    to_the_number(page)
    page.locator("#answer").fill("about 30")
    press(page, "Continue")
    assert page.get_by_text("Enter a whole number, like 7").first.is_visible()
    page.locator("#answer").fill("30")
    press(page, "Continue")
    assert page.url.endswith("/small.happy")
    for _ in range(2):
        page.go_back()
        assert page.url.endswith("/small.hours")
        assert page.locator("#answer").count() == 1
    page.reload()
    assert page.locator("#answer").input_value() == "30"
    context.close()


def test_the_pages_own_back_saves_and_the_enter_key_goes_on(app: Flask, browser: Browser, address: str) -> None:
    context = phone(browser, address, script=False)
    page = context.new_page()
    to_the_number(page)
    page.locator("#answer").fill("30")
    with page.expect_navigation():
        page.get_by_role("button", name="Back").click()
    assert page.url.endswith("/small.break")
    assert stored(app, "small.hours") == [(30, None)]
    press(page, "Continue")
    page.locator("#answer").fill("31")
    with page.expect_navigation():
        page.locator("#answer").press("Enter")
    assert page.url.endswith("/small.happy")
    assert stored(app, "small.hours") == [(31, None)]
    context.close()


@pytest.mark.parametrize("script", [False, True])
def test_a_phone_that_lost_its_page_opens_the_link_and_goes_on(browser: Browser, address: str, script: bool) -> None:
    first = phone(browser, address, script=script)
    page = first.new_page()
    to_the_number(page)
    where = page.url.rsplit("/", 1)[0]
    first.close()
    second = phone(browser, address, script=script)
    page = second.new_page()
    page.goto(where)
    assert page.url.endswith("/small.hours")
    second.close()


def test_words_typed_without_signal_are_sent_when_it_is_back(app: Flask, browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = context.new_page()
    page.goto("/s/spring")
    press(page, "Start")
    page.get_by_text("Yes", exact=True).click()
    press(page, "Continue")
    press(page, "Continue")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.locator("#answer").fill(WORDS)
    context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    page.locator("#signal").wait_for()
    assert stored(app, "small.more") == []
    with page.expect_navigation(url="**/small.hours"):
        context.set_offline(False)
    assert stored(app, "small.more") == [(None, WORDS)]
    context.close()


def test_axe_finds_nothing_on_the_pages_of_finishing_later_and_of_receipts(browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = context.new_page()
    to_the_number(page)
    page.locator("#answer").fill("about 30")
    press(page, "Continue")
    check(page, "held")
    page.locator("#answer").fill("30")
    press(page, "Finish later")
    check(page, "later")
    page.locator("#to").fill("my sister")
    press(page, "Send the code")
    check(page, "later-error")
    code = page.locator(".app-receipt-code").inner_text()
    page.goto("/finish")
    check(page, "finish")
    page.locator("#code").fill("AAAA-AAAA")
    press(page, "Carry on")
    check(page, "finish-error")
    page.locator("#code").fill(code.lower())
    press(page, "Carry on")
    while "/answers/check" not in page.url:
        press(page, "Continue")
    press(page, "Send my answers")
    check(page, "sent")
    receipt = page.locator(".app-receipt-code").inner_text()
    page.goto("/receipt")
    page.locator("#code").fill(receipt)
    press(page, "Show what I sent")
    check(page, "read-back")
    press(page, "Change my answers")
    check(page, "changing")
    context.close()
