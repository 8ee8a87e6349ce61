"""A review of six goals takes at most 25 key presses or taps beyond the words; it saves itself and loses nobody's words."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.casework import FormDraft
from forms_app.models.records import Contract, Goal, GoalReview, Person, Review
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, served
from tests.support.screens import DESK, sign_in
from tests.support.staff import add_provider, add_staff

pytestmark = pytest.mark.browser
MOST = 25
ALL_ANEW, SOME_AS_BEFORE, TAPS = 24, 17, 22
"""What six goals take, as decision 0016 tells: who changes the form counts again, and writes it there."""
DECISION = Path("docs/contributing/decisions/0016-drafts-and-versions-of-reviews.md")
OUTCOMES = (
    "identification",
    "wellbeing",
    "work-money",
    "partners",
    "work-money.work-help",
    "identification.through-services",
)
COUNT = """
window.presses = 0;
addEventListener("keydown", event => {
  const words = event.target.matches && event.target.matches("textarea, input[type=text]");
  if (!(words && event.key.length === 1)) window.presses += 1;
}, true);
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A carer with six goals, four of which were reviewed in February; two workers."""
    build()
    app = make_app(f"sqlite:///{tmp_path / 'test.sqlite'}", tmp_path / "home")
    add_provider(app)
    add_staff(app)
    add_staff(app, email="alex@north.example")
    key = {"provider": "north"}
    whose = key | {"person": "NC-1"}
    with app.app_context():
        db.session.add(Contract(contract="c", framework="rochdale-carers", starts_on=date(2025, 4, 1), **key))
        registered = {"registered_on": date(2026, 1, 5), "status": "active"}
        db.session.add(Person(role="carer", name="Ada Example", **registered, **whose))
        db.session.flush()
        for number, outcome in enumerate(OUTCOMES):
            agreed = {"agreed_on": date(2026, 1, 20 + number), "baseline": 2, "words": f"What I want, {outcome}"}
            db.session.add(Goal(goal=f"g{number}", outcome=f"rochdale-carers:{outcome}", **agreed, **whose))
        db.session.add(Review(review="r1", reviewed_on=date(2026, 2, 10), kind="scheduled", **whose))
        db.session.flush()
        for number in range(4):
            last = {"score": 3, "achieved": "partly", "need_met": "yes", "words": "Better, some days"}
            db.session.add(GoalReview(review="r1", goal=f"g{number}", **last, **key))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as where:
        yield where


def at_the_review(context: BrowserContext, email: str = "support_worker@north.example") -> Page:
    """A page on which the worker has opened the review."""
    page = context.new_page()
    sign_in(page, email, "/person/NC-1/review")
    return page


def newest(app: Flask) -> list[tuple[int | None, str, str | None, str | None]]:
    """What the review that is not the first said of each goal."""
    wanted = select(GoalReview.score, GoalReview.achieved, GoalReview.need_met, GoalReview.unmet_reason)
    with app.app_context():
        found = db.session.execute(wanted.where(GoalReview.review != "r1").order_by(GoalReview.goal))
        return [tuple(row) for row in found]


def test_six_goals_with_all_answered_anew_take_few_key_presses(app: Flask, browser: Browser, address: str) -> None:
    context = phone(browser, address, **DESK)
    page = at_the_review(context)
    check(page, "review-desk")
    page.evaluate(COUNT)
    page.keyboard.press("Tab")
    for goal in range(6):
        for key in (str(goal % 5 + 1), "2", "1"):
            page.keyboard.press(key)
    page.keyboard.press("1")
    page.keyboard.press("1")
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    presses = page.evaluate("window.presses") + 1
    check(page, "review-desk-filled")
    with page.expect_navigation(url="**/person/NC-1"):
        page.keyboard.press("Enter")
    check(page, "person-desk-reviewed")
    assert newest(app) == [(goal % 5 + 1, "partly", "yes", None) for goal in range(6)]
    assert presses == ALL_ANEW <= MOST
    with app.app_context():
        review = db.session.scalars(select(Review).where(Review.review != "r1")).one()
        assert (review.present, review.feels_supported, review.kind) == ("carer", "yes", "scheduled")
    context.close()


def test_same_as_last_time_what_is_achieved_and_a_reason_by_keyboard(app: Flask, browser: Browser, address: str) -> None:
    context = phone(browser, address, **DESK)
    page = at_the_review(context)
    page.evaluate(COUNT)
    page.keyboard.press("Tab")
    for key in ("s", "s", "5", "1", "4", "4", "2", "3", "2", "t", "Enter", "4", "1", "3", "1"):
        page.keyboard.press(key)
    page.locator("#wellbeing:focus").wait_for()
    presses = page.evaluate("window.presses") + 1
    with page.expect_navigation(url="**/person/NC-1"):
        page.keyboard.press("Enter")
    assert presses == SOME_AS_BEFORE <= MOST
    found = newest(app)
    assert found[:4] == [(3, "partly", "yes", None)] * 2 + [(5, "yes", "yes", None), (4, "no_longer_wanted", None, None)]
    assert found[4][:3] == (2, "not_yet", "no")
    assert found[4][3] is not None
    assert found[5] == (4, "yes", "yes", None)
    context.close()


def test_six_goals_take_few_taps_on_a_phone(app: Flask, browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = at_the_review(context)
    check(page, "review-phone")
    taps = 0

    def tap(selector: str) -> None:
        nonlocal taps
        page.locator(selector).tap()
        taps += 1

    goals = page.locator("[data-goal]")
    names = [goals.nth(place).locator("input[name^=score-]").first.get_attribute("name") for place in range(6)]
    for name in names:
        mark = str(name).removeprefix("score-")
        for field, value in (("score", "4"), ("achieved", "partly"), ("need_met", "yes")):
            tap(f'input[name="{field}-{mark}"][value="{value}"]')
    tap('input[name="said_by"][value="both"]')
    tap('input[name="feels_supported"][value="yes"]')
    tap('input[name="present"][value="carer"]')
    check(page, "review-phone-filled")
    with page.expect_navigation(url="**/person/NC-1"):
        tap("button:text-is('Save the review'):visible >> nth=-1")
    check(page, "person-phone-reviewed")
    assert newest(app) == [(4, "partly", "yes", None)] * 6
    assert taps == TAPS <= MOST
    context.close()


def test_the_decision_tells_what_is_counted() -> None:
    told = " ".join(DECISION.read_text(encoding="utf-8").split())
    for words in (f"take {ALL_ANEW} key presses", f"with its reason, {SOME_AS_BEFORE}.", f"take {TAPS} taps"):
        assert words in told


def test_words_typed_without_a_connection_stay_and_are_saved_when_it_is_back(
    app: Flask, browser: Browser, address: str
) -> None:
    context = phone(browser, address)
    page = at_the_review(context)
    context.set_offline(True)
    page.fill("#notes", "He slept, and I sat in the garden.")
    page.get_by_text("Not saved: there is no connection").wait_for()
    check(page, "review-offline")
    context.set_offline(False)
    page.get_by_text("Saved ", exact=False).last.wait_for()
    page.wait_for_function("document.querySelector('[data-draft-said]').textContent.startsWith('Saved')")
    page.goto("/person/NC-1")
    check(page, "person-unfinished")
    with page.expect_navigation():
        page.get_by_role("link", name="Go on with it: review").click()
    assert page.input_value("#notes") == "He slept, and I sat in the garden."
    check(page, "review-restored")
    context.close()


def wait_until_kept(app: Flask, words: str) -> None:
    """Wait for the draft that a page sends as it goes, when the next page is there already."""
    deadline = time.monotonic() + 20
    kept: list[str] = []
    while not any(words in typed for typed in kept):
        assert time.monotonic() < deadline, kept
        with app.app_context():
            kept = list(db.session.scalars(select(FormDraft.typed)))
        time.sleep(0.05)


def test_a_page_that_is_left_at_once_has_saved_what_was_typed(app: Flask, browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = at_the_review(context)
    page.fill("#notes", "Typed just before leaving")
    page.goto("/people")
    wait_until_kept(app, "Typed just before leaving")
    page.goto("/person/NC-1/review")
    assert page.input_value("#notes") == "Typed just before leaving"
    context.close()


def test_without_scripts_a_review_is_put_aside_and_gone_on_with(browser: Browser, address: str) -> None:
    context = phone(browser, address, script=False)
    page = at_the_review(context)
    page.fill("#notes", "Typed without scripts")
    with page.expect_navigation(url="**/person/NC-1"):
        page.get_by_role("button", name="Save and finish later").click()
    page.goto("/person/NC-1/review")
    assert page.input_value("#notes") == "Typed without scripts"
    with page.expect_navigation():
        page.get_by_role("button", name="Start again").click()
    assert page.input_value("#notes") == ""
    context.close()


def fill(page: Page, score: str, words: str) -> None:
    """Answer everything by script, quickly."""
    page.evaluate(
        """score => document.querySelectorAll("[data-goal]").forEach(goal => {
          goal.querySelector(`[name^=score-][value="${score}"]`).click();
          goal.querySelector("[name^=achieved-][value=partly]").click();
          goal.querySelector("[name^=need_met-][value=yes]").click();
        })""",
        score,
    )
    page.check('[name="said_by"][value="carer"]')
    page.check('[name="feels_supported"][value="yes"]')
    page.fill("#notes", words)


def test_two_browsers_review_one_person_and_neithers_words_are_lost(app: Flask, browser: Browser, address: str) -> None:
    first, second = phone(browser, address, **DESK), phone(browser, address)
    mine, theirs = at_the_review(first), at_the_review(second, "alex@north.example")
    fill(mine, "4", "Words of the first")
    fill(theirs, "5", "Words of the second")
    with theirs.expect_navigation(url="**/person/NC-1"):
        theirs.get_by_role("button", name="Save the review").last.click()
    with mine.expect_navigation():
        mine.get_by_role("button", name="Save the review").last.click()
    check(mine, "side-by-side")
    assert mine.get_by_text("Saved: Words of the second").is_visible()
    assert mine.get_by_text("Yours: Words of the first").is_visible()
    for box in mine.locator('[name^="pick-score-"][value="mine"]').all():
        box.check()
    with mine.expect_navigation(url="**/person/NC-1"):
        mine.get_by_role("button", name="Put them together").click()
    assert [row[0] for row in newest(app)] == [4] * 6
    with app.app_context():
        notes = db.session.scalars(select(Review.notes).where(Review.review != "r1")).all()
        assert notes == ["Words of the second\n\nWords of the first"]
        assert db.session.scalars(select(FormDraft.subject)).all() == []
    with mine.expect_navigation():
        mine.get_by_role("link", name="Corrected once").click()
    check(mine, "versions")
    with mine.expect_navigation():
        mine.go_back()
    with mine.expect_navigation():
        mine.get_by_role("link", name="Correct this review of").first.click()
    check(mine, "correct-review")
    first.close()
    second.close()
