"""The short survey on a phone in each language: right to left where it is so, every kind of page, both themes."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Provider
from forms_app.models.responses import Response, Round
from surveys.library import load_library
from surveys.model.common import say
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.staff import PASSWORD, add_staff

pytestmark = pytest.mark.browser
LANGUAGES = load_library().languages
OTHER_PAGES = {
    "home": "/",
    "finish": "/finish",
    "contact": "/s/carer-short/contact",
    "closed": "/s/over",
    "not-found": "/nowhere",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The short carers' survey and that of service users, open in every language."""
    build()
    folder: Path = tmp_path_factory.mktemp("languages")
    app = make_app(f"sqlite:///{folder / 'test.sqlite'}", folder / "home", COUNCIL_NAME="Anytown Council")
    with app.app_context():
        db.session.add(Provider(provider="hub", name="Anytown Carers Hub"))
        db.session.flush()
        for slug in ("carer-short", "service-user-short"):
            title = say(library().surveys[slug].title)
            languages = {"languages": ";".join(LANGUAGES), "opens_on": date(2026, 5, 1)}
            db.session.add(Round(provider="hub", slug=slug, survey=slug, title=title, **languages))
        over = {"opens_on": date(2026, 4, 1), "closes_on": date(2026, 4, 30), "languages": ";".join(LANGUAGES)}
        db.session.add(Round(provider="hub", slug="over", survey="carer-short", title="Over", **over))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as where:
        yield where


@pytest.fixture
def pocket(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A phone, let go of after the test."""
    context = phone(browser, address)
    yield context
    context.close()


class Reader:
    """Someone who reads each page in one language, in light and dark."""

    def __init__(self, page: Page, code: str) -> None:
        self.page, self.code = page, code
        self.seen: set[str] = set()

    def look(self, kind: str) -> None:
        """Check a page once of each kind: its language and direction, and what axe says of it in both themes."""
        html = self.page.locator("html")
        assert html.get_attribute("lang") == self.code
        assert html.get_attribute("dir") == LANGUAGES[self.code].direction
        if kind in self.seen:
            return
        self.seen.add(kind)
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme)
            check(self.page, f"{self.code}-{kind}-{theme}")


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_the_whole_short_survey_is_answered_and_axe_finds_nothing(app: Flask, pocket: BrowserContext, code: str) -> None:
    page = pocket.new_page()
    reader = Reader(page, code)
    page.goto(f"/s/carer-short?lang={code}")
    reader.look("start")
    press_continue(page)
    asked = []
    while "/answers/check" not in page.url:
        key = page.url.split("?")[0].rsplit("/", 1)[1]
        asked.append(key)
        question = app.extensions["library"].surveys["carer-short"].by_key[key]
        assert say(question.text, code) in page.locator("h1").inner_text()
        reader.look(question.kind if not question.notice else "notice")
        answer(page, key)
        press_continue(page)
        if "/help" in page.url:
            reader.look("help")
            with page.expect_navigation():
                page.locator("main a.govuk-button").last.click()
    assert len(asked) == len(set(asked)) >= 8
    reader.look("check")
    with page.expect_navigation():
        page.locator("main form button.govuk-button").last.click()
    reader.look("sent")
    receipt = page.locator(".app-receipt-code").inner_text()
    page.goto(f"/receipt?lang={code}")
    reader.look("receipt")
    page.locator("#code").fill(receipt)
    press_continue(page)
    reader.look("read-back")
    for kind, where in OTHER_PAGES.items():
        page.goto(f"{where}?lang={code}")
        reader.look(kind)
    with app.app_context():
        last = db.session.scalars(select(Response).where(Response.language == code)).one()
        assert last.submitted_on is not None


def answer(page: Page, key: str) -> None:
    """The last ordinary answer, which asks for help where there is help; some words; a number."""
    if key == "safe.feel":
        page.locator("input[value=not-at-all-safe]").check()
    elif page.locator("main input[type=radio], main input[type=checkbox]").count():
        page.locator("main input[type=radio], main input[type=checkbox]").first.check()
    else:
        page.locator("#answer").fill("وہ فون کرتے ہیں")


def press_continue(page: Page) -> None:
    """Press the first large button of the page's form."""
    with page.expect_navigation():
        page.locator("main form button.govuk-button").first.click()


def test_a_change_of_language_in_the_middle_keeps_what_is_typed(pocket: BrowserContext) -> None:
    page = pocket.new_page()
    page.goto("/s/carer-short")
    press(page, "Start")
    while not page.locator("textarea").count():
        answer(page, "")
        press(page, "Continue")
    page.locator("#answer").fill("They phoned me back.")
    press(page, "اردو")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#answer").input_value() == "They phoned me back."
    page.locator("#answer").fill("They phoned me back. وہ فون کرتے ہیں")
    press(page, "Polski")
    assert page.locator("html").get_attribute("lang") == "pl"
    assert page.locator("#answer").input_value() == "They phoned me back. وہ فون کرتے ہیں"


def test_the_enter_key_goes_on_and_does_not_change_the_language(pocket: BrowserContext) -> None:
    page = pocket.new_page()
    page.goto("/s/carer-short")
    press(page, "Start")
    before = page.url
    page.locator("main input[type=radio]").first.check()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url != before
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_page_in_urdu_is_mirrored(pocket: BrowserContext) -> None:
    page = pocket.new_page()
    page.goto("/s/carer-short?lang=ur")
    press_continue(page)
    box, circle = page.locator("main").bounding_box(), page.locator(".govuk-radios__input").first.bounding_box()
    assert box is not None
    assert circle is not None
    assert circle["x"] > box["x"] + box["width"] / 2


def test_easy_read_shows_a_picture_at_the_question_and_at_each_answer(pocket: BrowserContext) -> None:
    page = pocket.new_page()
    weights: list[int] = []
    page.on("response", lambda got: weights.append(len(got.body())) if "/pictures/" in got.url else None)
    page.goto("/s/service-user-short?lang=en-simple")
    press_continue(page)
    page.wait_for_load_state("networkidle")
    pictures = page.locator("main img.app-picture")
    answers = page.locator("main input[type=radio], main input[type=checkbox]").count()
    assert pictures.count() == answers + 1
    assert page.evaluate(
        "[...document.images].every(image => image.complete && image.naturalWidth > 0 && image.alt === '')"
    )
    assert sum(weights) < 60_000
    assert "OpenMoji, CC BY-SA 4.0" in page.locator("footer").inner_text()


def test_staff_read_a_translation_beside_the_english_and_sign_it_off(app: Flask, pocket: BrowserContext) -> None:
    email = add_staff(app, "commissioner", None)
    page = pocket.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.goto("/manage/languages/")
    check(page, "staff-languages")
    page.goto("/manage/languages/service-user-short/ur")
    check(page, "staff-language-texts")
    assert page.locator("td [lang=ur][dir=rtl]").count() > 60
    page.get_by_label("Name of the speaker who read it").fill("Amina Khan")
    press(page, "Sign off")
    assert page.get_by_text("Checked by Amina Khan on 15 May 2026").is_visible()
    page.goto("/manage/languages/service-user-short/en-simple")
    check(page, "staff-language-pictures")
