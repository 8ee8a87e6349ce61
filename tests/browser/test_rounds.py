"""A manager makes a round, uploads three people and sends; someone opens their link on a phone and answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.messages.sending import send_waiting
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, Response, Round
from forms_app.worker import jobs
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.staff import PASSWORD, QUICK_HASHES, add_provider, add_staff

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
LIST = """name,email,phone,address,language
Ann Lee,ann@example.org,,,
Jan Nowak,,07700 900123,,
Amina Khan,amina@example,,,
Pat Long,,,"1 High Street, Elmsford",
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    build()
    folder: Path = tmp_path_factory.mktemp("rounds")
    app = make_app(f"sqlite:///{folder / 'test.sqlite'}", folder / "home", **QUICK_HASHES)
    add_provider(app, "north", "North Carers")
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as where:
        app.config["PUBLIC_URL"] = where
        yield where


def desk(browser: Browser, address: str, **settings: Any) -> BrowserContext:
    context = browser.new_context(base_url=address, viewport=DESK, **settings)
    context.set_default_timeout(20_000)
    return context


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def check_both(page: Page, name: str) -> None:
    """The page at a desk, on a phone, and in the dark."""
    check(page, f"rounds-{name}-desk")
    page.set_viewport_size({"width": 390, "height": 844})
    check(page, f"rounds-{name}-phone")
    page.emulate_media(color_scheme="dark")
    check(page, f"rounds-{name}-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def fill_day(page: Page, group: str, day: str, month: str, year: str) -> None:
    boxes = page.get_by_role("group", name=group)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        boxes.get_by_label(label).fill(value)


def test_a_round_from_making_it_to_an_answer(app: Flask, browser: Browser, address: str, tmp_path: Path) -> None:
    context = desk(browser, address)
    page = context.new_page()
    sign_in(page, add_staff(app, "provider_manager"))
    page.goto("/manage/rounds")
    check_both(page, "none")
    page.get_by_role("button", name="Make a round").click()
    check_both(page, "which-survey")
    page.get_by_role("radio").first.check()
    press(page, "Continue")
    check_both(page, "make")
    page.get_by_role("radio", name="People you invite, anonymously").check()
    press(page, "Make the round")
    check_both(page, "make-faults")
    fill_day(page, "Last day", "30", "6", "2026")
    press(page, "Make the round")
    check_both(page, "made")
    upload_three(page, tmp_path)
    page.get_by_role("button", name="Read and send the invitations").click()
    check_both(page, "send")
    press(page, "Send 3 invitations")
    with app.app_context():
        assert send_waiting() == 3
    page.reload()
    check_both(page, "sent")
    press(page, "Make the letters")
    with app.app_context():
        assert jobs.run_jobs() == 1
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="1 letter (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    link = link_from_outbox(page)
    context.close()
    answer_on_a_phone(app, browser, address, link)


def upload_three(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(LIST)
    page.get_by_role("button", name="Upload a list of people").click()
    check_both(page, "upload")
    page.get_by_label("The file").set_input_files(path)
    press(page, "Check the list")
    assert page.get_by_role("link", name="Row 4: This is not an e-mail address").is_visible()
    check_both(page, "upload-faults")
    page.get_by_role("group", name="Row 4").get_by_label("E-mail").fill("amina@example.org")
    press(page, "Check again")
    check_both(page, "upload-right")
    press(page, "Add 4 people")
    assert page.get_by_text("4 people are in the round now.").is_visible()


def link_from_outbox(page: Page) -> str:
    page.get_by_role("link", name="Outbox").click()
    check_both(page, "outbox")
    page.get_by_role("link", name="ann@example.org").click()
    check_both(page, "outbox-message")
    links = page.locator(".app-message a")
    href = links.first.get_attribute("href")
    assert href is not None
    assert links.nth(1).get_attribute("href") == f"{href}/stop"
    return href


def answer_on_a_phone(app: Flask, browser: Browser, address: str, link: str) -> None:
    context = phone(browser, address)
    page = context.new_page()
    page.goto(f"{link}/stop")
    check(page, "stop-phone")
    page.goto(link)
    press(page, "Start")
    while "/answers/check" not in page.url:
        if page.locator("label.govuk-radios__label, label.govuk-checkboxes__label").count():
            page.locator("label.govuk-radios__label, label.govuk-checkboxes__label").first.click()
        press(page, "Continue")
    press(page, "Send my answers")
    with app.app_context():
        assert db.session.query(Response).filter(Response.submitted_on.is_not(None)).count() == 1
        assert sorted(db.session.scalars(db.select(Invitation.state))) == ["made", "made", "made", "sent"]
    page.goto(f"{link}/stop")
    press(page, "Stop asking me")
    assert page.get_by_role("heading", name="We will not ask you again").is_visible()
    check(page, "stopped-phone")
    context.close()


def test_people_are_picked_from_the_books(app: Flask, browser: Browser, address: str) -> None:
    with app.app_context():
        day = app.config["TODAY"]
        for number in range(60):
            db.session.add(
                Person(provider="north", person=f"c{number:02}", role="carer", registered_on=day, status="active",
                       name=f"Carer {number:02}", email=f"c{number}@example.org")
            )  # fmt: skip
        db.session.add(Round(slug="books", survey="carer-short", provider="north", title="Books", opens_on=day,
                             closes_on=day, open_to_all=False))  # fmt: skip
        db.session.commit()
        number = db.session.scalars(db.select(Round.id).where(Round.slug == "books")).one()
    context = desk(browser, address, java_script_enabled=True)
    page = context.new_page()
    sign_in(page, add_staff(app, "provider_manager", email="second@north.example"))
    page.goto(f"/manage/rounds/{number}/people")
    check_both(page, "people")
    page.get_by_role("checkbox", name="Carer 03").check()
    press(page, "Add those I ticked")
    assert page.get_by_text("1 person is in the round now.").is_visible()
    page.goto(f"/manage/rounds/{number}/people")
    press(page, "Add all 59 people who may be asked")
    assert page.get_by_text("59 people are in the round now.").is_visible()
    page.goto(f"/manage/rounds/{number}/last-day")
    check_both(page, "last-day")
    context.close()
