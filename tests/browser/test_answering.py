"""A carer answers the whole shipped survey on a phone, and axe reads the pages on the way."""

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from forms_app.database import db
from forms_app.frontend.build import ROOT, build
from forms_app.models.records import Provider
from forms_app.models.responses import AnswerRow, Response, Round
from surveys.library import SHIPPED, load_library
from tests.conftest import make_app

pytestmark = pytest.mark.browser

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("CARER_OUTCOMES_TEST_PICTURES")
"""A folder to keep a picture of each page in, for people to look at."""
PHONE = {"width": 390, "height": 844}


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
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def phone(chromium: Browser, address: str, *, script: bool) -> BrowserContext:
    options = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    context = chromium.new_context(base_url=address, java_script_enabled=script, **options)
    context.set_default_timeout(20_000)
    return context


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def give_an_answer(page: Page) -> None:
    """Pick the first choice, or write something."""
    if page.locator("input[type=radio], input[type=checkbox]").count():
        page.locator("label.govuk-radios__label, label.govuk-checkboxes__label").first.click()
    else:
        page.locator("#answer").fill("They phoned me back when they said they would.")
    page.get_by_role("button", name="Continue").click()


def test_the_whole_survey_is_answered_without_scripts_or_cookies(app: Flask, chromium: Browser, address: str) -> None:
    context = phone(chromium, address, script=False)
    page = context.new_page()
    page.goto("/s/spring")
    page.get_by_role("button", name="Start").click()
    asked: list[str] = []
    while "/answers/check" not in page.url:
        assert page.locator("h1").count() == 1
        asked.append(page.url.rsplit("/", 1)[1])
        give_an_answer(page)
        assert len(asked) == len(set(asked)), f"{asked[-1]} was asked twice"
    page.get_by_role("button", name="Send my answers").click()
    code = page.locator(".app-receipt-code").inner_text()
    assert context.cookies() == []
    page.goto("/receipt")
    page.get_by_label("Your receipt code").fill(code.lower())
    page.get_by_role("button", name="Show what I sent").click()
    assert page.get_by_text("They phoned me back when they said they would.").is_visible()
    context.close()
    with app.app_context():
        sent = db.session.scalars(select(Response).where(Response.submitted_on.is_not(None))).all()
        assert len(sent) == 1
        stored = set(db.session.scalars(select(AnswerRow.question).where(AnswerRow.response == sent[0].response)))
    assert stored == set(asked)
    assert len(asked) > 0.8 * len(load_library(SHIPPED).surveys["carer"].by_key)


def check(page: Page, name: str) -> None:
    """Axe finds nothing, and nothing sticks out of the phone."""
    picture(page, name)
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert len(found["passes"]) > 10
    faults = [f"{fault['id']}: {[node['html'] for node in fault['nodes']]}" for fault in found["violations"]]
    assert not faults, f"{name}: {faults}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the phone"


def test_axe_finds_nothing_on_any_kind_of_page(chromium: Browser, address: str) -> None:
    context = phone(chromium, address, script=True)
    page = context.new_page()
    for path, name in (("/", "home"), ("/receipt", "receipt-form"), ("/s/spring", "start")):
        page.goto(path)
        check(page, name)
    page.get_by_role("button", name="Start").click()
    check(page, "radios")
    kinds = {"wellbeing.life-satisfaction": "scale", "one-thing.difference": "text", "about.caring-for": "checkboxes"}
    while "/answers/check" not in page.url:
        key = page.url.rsplit("/", 1)[1]
        if key in kinds:
            check(page, kinds.pop(key))
        if key == "safe.feel":
            check(page, "notice")
            page.get_by_text("I do not feel safe at all").click()
            page.get_by_role("button", name="Continue").click()
            check(page, "help")
            page.get_by_role("link", name="Continue").click()
            continue
        if key == "one-thing.difference":
            page.locator("#answer").fill("Long " * 600)
            page.get_by_role("button", name="Continue").click()
            check(page, "error")
            assert page.locator("#answer").input_value().startswith("Long Long")
        give_an_answer(page)
    assert kinds == {}
    check(page, "check")
    page.get_by_role("button", name="Send my answers").click()
    check(page, "receipt")
    code = page.locator(".app-receipt-code").inner_text()
    page.goto("/receipt")
    page.get_by_label("Your receipt code").fill(code)
    page.get_by_role("button", name="Show what I sent").click()
    check(page, "read-back")
    page.get_by_role("button", name="Erase these answers").click()
    check(page, "erase")
    context.close()


def test_none_of_these_unticks_the_others_where_scripts_run(chromium: Browser, address: str) -> None:
    context = phone(chromium, address, script=True)
    page = context.new_page()
    page.goto("/s/spring")
    page.get_by_role("button", name="Start").click()
    while "about.caring-for" not in page.url:
        page.get_by_role("button", name="Continue").click()
    page.get_by_text("Dementia or memory loss").click()
    page.get_by_text("Prefer not to say").click()
    assert not page.get_by_label("Dementia or memory loss").is_checked()
    context.close()


def test_the_back_button_shows_the_saved_answer(chromium: Browser, address: str) -> None:
    context = phone(chromium, address, script=False)
    page = context.new_page()
    page.goto("/s/spring")
    page.get_by_role("button", name="Start").click()
    first = page.locator("input[type=radio]").nth(1)
    value = first.get_attribute("value")
    page.locator("label.govuk-radios__label").nth(1).click()
    page.get_by_role("button", name="Continue").click()
    page.go_back()
    assert page.locator(f"input[value={value}]").is_checked()
    context.close()
