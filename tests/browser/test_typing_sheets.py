"""Staff type sheets in, in a real browser: by keyboard alone, with nothing lost when the page, the line or a tab goes."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from forms_app.app import library
from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.paper import SheetDraft
from forms_app.models.responses import AnswerRow, Response, Round
from forms_app.paper.making import add_sheet, edition_for
from surveys.library import SHIPPED
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import PHONE, phone, served
from tests.support.screens import DESK
from tests.support.screens import sign_in as sign_in_on
from tests.support.staff import QUICK_HASHES, add_provider, add_staff

pytestmark = pytest.mark.browser
TWENTY = {
    "id": "twenty", "title": "Twenty questions", "intro": "Twenty of them.", "respondent": "carer", "minutes": 6,
    "modules": [{"module": name} for name in ("breaks", "caring-life", "feeling-safe")],
}  # fmt: skip


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An anonymous round of twenty questions, routes and a question about safety among them."""
    build()
    definitions = tmp_path / "definitions"
    shutil.copytree(SHIPPED, definitions)
    (definitions / "surveys" / "twenty.yaml").write_text(yaml.safe_dump(TWENTY, sort_keys=False))
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions, **QUICK_HASHES)
    add_provider(app)
    add_staff(app)
    with app.app_context():
        assert len(library().surveys["twenty"].by_key) == 20
        opened = {"opens_on": date(2026, 5, 1), "title": "Twenty questions", "languages": "en;ur"}
        db.session.add(Round(slug="twenty", survey="twenty", provider="north", **opened))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as at:
        yield at


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A desktop's browser, in which a support worker has signed in."""
    context = phone(browser, address, **DESK)
    sign_in(context.new_page())
    yield context
    context.close()


def sign_in(page: Page) -> None:
    """The worker signs in, and is at the page of paper."""
    sign_in_on(page, "support_worker@north.example", "/paper")


def sheet(app: Flask, language: str = "en") -> str:
    with app.app_context():
        round_ = db.session.query(Round).one()
        made = add_sheet(edition_for(round_, language, "standard"), "standard")
        db.session.commit()
        return made.code


def answered(app: Flask) -> dict[str, str | None]:
    with app.app_context():
        return {row.question: row.code for row in db.session.query(AnswerRow)}


def saved(page: Page) -> None:
    """Wait until what was typed is saved; a save that failed is tried again after five seconds."""
    expect(page.locator("#saving")).to_have_text("Saved", timeout=20_000)


def test_twenty_questions_take_two_presses_each(app: Flask, desk: BrowserContext) -> None:
    page = desk.pages[0]
    presses = 0

    def press(*keys: str) -> None:
        nonlocal presses
        for key in keys:
            page.keyboard.press(key)
            presses += 1

    page.goto("/paper")
    expect(page.locator("#code")).to_be_focused()
    with page.expect_navigation():
        press(*sheet(app), "Enter")
    expect(page.locator("#q1")).to_be_focused()
    presses = 0
    for number in range(1, 21):
        expect(page.locator(f"#q{number}")).to_be_focused()
        press("1", "Enter")
    closed = presses / 20
    expect(page.locator("#helper")).to_be_focused()
    press("1", "Enter")
    expect(page.locator("#finish")).to_be_focused()
    with page.expect_navigation():
        press("Enter")
    expect(page.locator("#code")).to_be_focused()
    assert closed <= 2.5
    assert presses == 43, "the whole sheet, from its first question to the next sheet's code"
    assert len(answered(app)) == 20


def test_questions_that_the_sheet_skips_turn_grey_and_enter_goes_past_them(app: Flask, desk: BrowserContext) -> None:
    page = desk.pages[0]
    page.goto(f"/paper/sheets/{sheet(app)}")
    for _number in range(3):
        page.keyboard.press("Enter")
    page.keyboard.press("2")
    expect(page.locator("[data-question='breaks.difference']")).to_contain_text("The sheet says to skip this one")
    page.keyboard.press("Enter")
    expect(page.locator("#q6")).to_be_focused()
    page.keyboard.press("2")
    expect(page.locator(".app-entry__question--skipped")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.locator("#q8")).to_be_focused()
    page.locator("#q5").fill("1")
    page.keyboard.press("Control+End")
    with page.expect_navigation():
        page.locator("#finish").click()
    expect(page.locator("#off-path")).to_contain_text("Question 5")
    with page.expect_navigation():
        page.locator("#finish").click()
    assert "breaks.difference" not in answered(app)


def test_a_crash_in_the_middle_loses_nothing(app: Flask, desk: BrowserContext) -> None:
    code = sheet(app)
    page = desk.pages[0]
    page.goto(f"/paper/sheets/{code}")
    for key in ("1", "Enter", "2", "Enter", "1", "Enter"):
        page.keyboard.press(key)
    saved(page)
    page.close()
    again = desk.new_page()
    again.goto("/paper")
    again.get_by_role("link", name=re.compile(f"{code[:4]}-{code[4:]}")).click()
    expect(again.locator("#q2")).to_have_value("2")
    expect(again.locator("#q4")).to_be_focused()


def test_a_page_loaded_again_at_once_still_shows_what_was_typed(app: Flask, desk: BrowserContext) -> None:
    page = desk.pages[0]
    page.goto(f"/paper/sheets/{sheet(app)}")
    for typed in ("1", "2", "3"):
        page.locator(f"#q{typed}").fill(typed)
        page.reload()
        expect(page.locator(f"#q{typed}")).to_have_value(typed)
    expect(page.locator("#q1")).to_have_value("1")


def test_a_page_left_while_a_save_is_under_way_keeps_what_was_typed_meanwhile(app: Flask, desk: BrowserContext) -> None:
    page = desk.pages[0]
    page.goto(f"/paper/sheets/{sheet(app)}")
    with page.expect_request("**/draft"):
        page.locator("#q1").fill("1")
    page.locator("#q2").fill("2")
    page.reload()
    expect(page.locator("#q1")).to_have_value("1")
    expect(page.locator("#q2")).to_have_value("2")


def test_a_number_that_is_no_answer_is_refused_where_it_is_typed(app: Flask, desk: BrowserContext) -> None:
    page = desk.pages[0]
    page.goto(f"/paper/sheets/{sheet(app)}")
    problem = page.locator("#q1-wrong")
    expect(problem).to_be_hidden()
    page.keyboard.press("9")
    expect(problem).to_contain_text("Type one number from 1 to")
    expect(page.locator("#q1")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#q1")).to_be_focused()
    page.keyboard.press("?")
    expect(problem).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#q2")).to_be_focused()


def test_a_line_that_goes_and_comes_back_loses_nothing(app: Flask, desk: BrowserContext) -> None:
    page = desk.pages[0]
    page.goto(f"/paper/sheets/{sheet(app)}")
    desk.set_offline(True)
    page.keyboard.press("3")
    expect(page.locator("#saving")).to_contain_text("no connection")
    desk.set_offline(False)
    saved(page)
    with app.app_context():
        assert '"3"' in db.session.query(SheetDraft).one().typed


def test_two_tabs_make_one_response_and_hide_nothing(app: Flask, desk: BrowserContext) -> None:
    code = sheet(app)
    first = desk.pages[0]
    first.goto(f"/paper/sheets/{code}")
    second = desk.new_page()
    second.goto(f"/paper/sheets/{code}")
    first.locator("#q1").fill("1")
    saved(first)
    second.locator("#q1").fill("2")
    expect(second.locator("#saving")).to_contain_text("saved from another page")
    with second.expect_navigation():
        second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("#others")).to_contain_text("Question 1: 1")
    expect(second.locator("#q1")).to_have_value("2")
    with first.expect_navigation():
        first.locator("#finish").click()
    with second.expect_navigation():
        second.locator("#finish").click()
    expect(second.locator("h1")).to_contain_text("typed in already")
    with app.app_context():
        assert db.session.query(Response).count() == 1
    assert answered(app)["breaks.respite-advice"] == "strongly-agree"


def test_an_answer_that_may_mean_danger_is_spoken_of_at_once(app: Flask, desk: BrowserContext) -> None:
    page = desk.pages[0]
    page.goto(f"/paper/sheets/{sheet(app)}")
    alarm = page.locator("[data-question='safe.feel'] .app-entry__danger")
    expect(alarm).to_be_hidden()
    page.locator("#q17").fill("4")
    expect(alarm).to_be_visible()
    page.locator("#q17").fill("1")
    expect(alarm).to_be_hidden()


def test_without_a_script_the_page_is_a_form_with_buttons(app: Flask, browser: Browser, address: str) -> None:
    code = sheet(app)
    context = phone(browser, address, script=False, **DESK)
    page = context.new_page()
    sign_in(page)
    page.goto(f"/paper/sheets/{code}")
    page.locator("#q4").fill("2")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and go on after this part").first.click()
    assert page.url.endswith("#part-2")
    expect(page.locator("[data-question='breaks.difference']")).to_contain_text("The sheet says to skip this one")
    page.locator("#q1").fill("1")
    page.locator("#q1").press("Enter")
    expect(page.locator("#q1")).to_have_value("1")
    with page.expect_navigation():
        page.locator("#finish").click()
    assert answered(app)["breaks.respite-advice"] == "strongly-agree"
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(app: Flask, browser: Browser, address: str, colours: str) -> None:
    for name, screen in (("desktop", DESK), ("phone", {"viewport": PHONE})):
        context = phone(browser, address, color_scheme=colours, **screen)
        page = context.new_page()
        sign_in(page)
        check(page, f"paper-home-{name}-{colours}")
        code = sheet(app, "ur")
        paths = {
            "entry": f"/paper/sheets/{code}",
            "english": f"/paper/sheets/{code}?words=english",
            "again": f"/paper/sheets/{code}/again",
            "abandon": f"/paper/sheets/{code}/abandon",
            "print": "/paper/rounds/1/print",
            "call": "/paper/rounds/1/call?language=ur",
            "slip": "/paper/rounds/1/contact",
            "danger": "/paper/rounds/1/danger?question=safe.feel",
        }
        for what, path in paths.items():
            page.goto(path)
            check(page, f"paper-{what}-{name}-{colours}")
        page.goto(paths["entry"])
        page.locator("#q4").fill("2")
        page.locator("#q5").fill("9")
        page.locator("#q17").fill("4")
        with page.expect_navigation():
            page.locator("#finish").click()
        check(page, f"paper-errors-{name}-{colours}")
        page.locator("#q5").fill("1")
        with page.expect_navigation():
            page.locator("#finish").click()
        check(page, f"paper-off-path-{name}-{colours}")
        with page.expect_navigation():
            page.locator("#finish").click()
        page.goto(paths["entry"])
        check(page, f"paper-already-{name}-{colours}")
        context.close()
