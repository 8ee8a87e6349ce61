"""A worker records a review on a phone, by keyboard alone; every page on the way is read by axe."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Assessment, Contract, Goal, Person
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, served
from tests.support.staff import PASSWORD, add_provider, add_staff

pytestmark = pytest.mark.browser
SAVE = "main form .govuk-button:not(.govuk-button--secondary)"
"""A form's own button; beside it stands the one that puts the form aside."""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider under a shipped framework, with one carer who has two goals and an assessment under way."""
    build()
    app = make_app(database_url, tmp_path / "home")
    add_provider(app)
    add_staff(app)
    key = {"provider": "north"}
    whose = key | {"person": "NC-1"}
    with app.app_context():
        db.session.add(Contract(contract="c", framework="rochdale-carers", starts_on=date(2025, 4, 1), **key))
        db.session.add(
            Person(
                role="carer", registered_on=date(2026, 2, 2), status="active", name="Ada Example", birth_year=1961, **whose
            )
        )
        for number in range(2, 60):
            registered = date(2025, number % 12 + 1, 1)
            db.session.add(Person(person=f"NC-{number}", role="carer", registered_on=registered, status="active", **key))
        db.session.flush()
        db.session.add(Assessment(assessment="a1", kind="carer", started_on=date(2026, 5, 1), **whose))
        for goal, outcome, words in (
            ("g1", "wellbeing", "I want a night's sleep and an afternoon off"),
            ("g2", "work-money", "I want to know what I can claim"),
        ):
            agreed = {"agreed_on": date(2026, 2, 10), "baseline": 2}
            db.session.add(Goal(goal=goal, outcome=f"rochdale-carers:{outcome}", words=words, **agreed, **whose))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """A phone's browser; paths are the app's."""
    with served(app) as address:
        context = phone(browser, address)
        yield context.new_page()
        context.close()


def press_to(page: Page, wanted: str) -> None:
    """Press Tab until the control that matches the selector `wanted` has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the Tab key never comes to {wanted}")


def choose(page: Page, group: str, number: int) -> None:
    """Choose the answer with this number of the group of radios whose name begins so, which must be next."""
    press_to(page, f'input[name^="{group}"]')
    page.keyboard.press("Space")
    for _ in range(number - 1):
        page.keyboard.press("ArrowDown")


def test_a_worker_records_a_review_by_keyboard_alone(page: Page) -> None:
    page.goto("/people")
    check(page, "sign-in")
    press_to(page, "#email")
    page.keyboard.type("support_worker@north.example")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    check(page, "sign-in-error")
    press_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("/people")
    check(page, "people")
    press_to(page, "#find")
    page.keyboard.type("NC-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people?find=*")
    press_to(page, 'a[href="/person/NC-1"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/person/NC-1")
    check(page, "person")
    press_to(page, 'a[href$="/review"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    check(page, "review")
    for score, achieved, need_met in ((4, 2, 1), (3, 3, 2)):
        choose(page, "score-", score)
        choose(page, "achieved-", achieved)
        choose(page, "need_met-", need_met)
        if need_met == 2:
            press_to(page, 'select[name^="unmet_reason-"]')
            page.keyboard.type("On a waiting")
    choose(page, "said_by", 1)
    press_to(page, SAVE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    check(page, "review-error")
    press_to(page, '.govuk-error-summary a[href="#feels_supported"]')
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    press_to(page, "#wellbeing")
    page.keyboard.type("6")
    press_to(page, SAVE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/person/NC-1")
    check(page, "person-reviewed")
    timeline = page.locator("#all-reviews .app-timeline").inner_text()
    assert "15 May 2026" in timeline
    assert "Partly achieved, score 4 of 5" in timeline
    assert "Not yet, score 3 of 5. Need not met: On a waiting list" in timeline
    assert "Wellbeing: 6 of 10." in timeline


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_axe_finds_nothing_on_the_other_pages_with_and_without_errors(page: Page) -> None:
    page.goto("/people")
    page.fill("#email", "support_worker@north.example")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("/people")
    for path, name in (
        ("/people/new", "register"),
        ("/person/NC-1/assessment", "start-assessment"),
        ("/person/NC-1/assessment/a1", "complete-assessment"),
    ):
        page.goto(path)
        check(page, name)
        page.locator(SAVE).last.click()
        page.wait_for_selector(".govuk-error-summary")
        check(page, f"{name}-error")
    page.goto("/people?page=2&show=overdue")
    check(page, "people-overdue")
    page.goto("/person/nobody")
    check(page, "not-found")
    page.goto("/person/NC-1/review")
    page.context.clear_cookies()
    page.locator(SAVE).last.click()
    page.wait_for_selector("text=What you typed is kept")
    check(page, "kept-form")
