"""A carer answers the whole shipped survey on a phone, and axe reads the pages on the way."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Provider
from forms_app.models.responses import AnswerRow, Response, Round
from surveys.library import SHIPPED, load_library
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The full carers' survey, open for one provider."""
    build()
    folder: Path = tmp_path_factory.mktemp("answering")
    app = make_app(f"sqlite:///{folder / 'test.sqlite'}", folder / "home", COUNCIL_NAME="Anytown Council")
    with app.app_context():
        db.session.add(Provider(provider="hub", name="Anytown Carers Hub"))
        db.session.flush()
        spring = {"slug": "spring", "survey": "carer", "title": "Your life as a carer: spring 2026"}
        db.session.add(Round(provider="hub", opens_on=date(2026, 5, 1), closes_on=date(2026, 5, 31), **spring))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as where:
        yield where


def give_an_answer(page: Page) -> None:
    """Pick the first choice, or write something."""
    if page.locator("input[type=radio], input[type=checkbox]").count():
        page.locator("label.govuk-radios__label, label.govuk-checkboxes__label").first.click()
    else:
        page.locator("#answer").fill("They phoned me back when they said they would.")
    press(page, "Continue")


def test_the_whole_survey_is_answered_without_scripts_or_cookies(app: Flask, browser: Browser, address: str) -> None:
    context = phone(browser, address, script=False)
    page = context.new_page()
    page.goto("/s/spring")
    press(page, "Start")
    asked: list[str] = []
    while "/answers/check" not in page.url:
        assert page.locator("h1").count() == 1
        asked.append(page.url.rsplit("/", 1)[1])
        give_an_answer(page)
        assert len(asked) == len(set(asked)), f"{asked[-1]} was asked twice"
    press(page, "Send my answers")
    code = page.locator(".app-receipt-code").inner_text()
    assert context.cookies() == []
    page.goto("/receipt")
    page.get_by_label("Your receipt code").fill(code.lower())
    press(page, "Show what I sent")
    assert page.get_by_text("They phoned me back when they said they would.").is_visible()
    context.close()
    with app.app_context():
        sent = db.session.scalars(select(Response).where(Response.submitted_on.is_not(None))).all()
        assert len(sent) == 1
        stored = set(db.session.scalars(select(AnswerRow.question).where(AnswerRow.response == sent[0].response)))
    assert stored == set(asked)
    assert len(asked) > 0.8 * len(load_library(SHIPPED).surveys["carer"].by_key)


def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = context.new_page()
    for path, name in (("/", "home"), ("/receipt", "receipt-form"), ("/s/spring", "start")):
        page.goto(path)
        check(page, name)
    press(page, "Start")
    check(page, "radios")
    kinds = {"wellbeing.life-satisfaction": "scale", "one-thing.difference": "text", "about.caring-for": "checkboxes"}
    while "/answers/check" not in page.url:
        key = page.url.rsplit("/", 1)[1]
        if key in kinds:
            check(page, kinds.pop(key))
        if key == "safe.feel":
            check(page, "notice")
            page.get_by_text("I do not feel safe at all").click()
            press(page, "Continue")
            check(page, "help")
            with page.expect_navigation():
                page.get_by_role("link", name="Continue").click()
            continue
        if key == "one-thing.difference":
            page.locator("#answer").fill("Long " * 600)
            press(page, "Continue")
            check(page, "error")
            assert page.locator("#answer").input_value().startswith("Long Long")
        give_an_answer(page)
    assert kinds == {}
    check(page, "check")
    press(page, "Send my answers")
    check(page, "receipt")
    code = page.locator(".app-receipt-code").inner_text()
    page.goto("/receipt")
    page.get_by_label("Your receipt code").fill(code)
    press(page, "Show what I sent")
    check(page, "read-back")
    page.get_by_role("button", name="Erase these answers").click()
    check(page, "erase")
    context.close()


def test_none_of_these_unticks_the_others_where_scripts_run(browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = context.new_page()
    page.goto("/s/spring")
    press(page, "Start")
    while "about.caring-for" not in page.url:
        press(page, "Continue")
    page.get_by_text("Dementia or memory loss").click()
    page.get_by_text("Prefer not to say").click()
    assert not page.get_by_label("Dementia or memory loss").is_checked()
    context.close()


def test_the_back_button_shows_the_saved_answer(browser: Browser, address: str) -> None:
    context = phone(browser, address, script=False)
    page = context.new_page()
    page.goto("/s/spring")
    press(page, "Start")
    first = page.locator("input[type=radio]").nth(1)
    value = first.get_attribute("value")
    page.locator("label.govuk-radios__label").nth(1).click()
    press(page, "Continue")
    page.go_back()
    assert page.locator(f"input[value={value}]").is_checked()
    context.close()
