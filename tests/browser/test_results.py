"""A manager looks at results on a phone, at a desk, in the dark and without scripts; axe reads every page."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

from forms_app.app import library
from forms_app.database import db
from forms_app.demo.opinions import Respondent
from forms_app.demo.responses import answers_of
from forms_app.frontend.build import build
from forms_app.models.accounts import User
from forms_app.models.responses import AnswerRow, Response, Round, SecondCodingShare, TextTheme
from forms_app.respond.versions import freeze
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.screenshots import desk
from tests.support.staff import PASSWORD, QUICK_HASHES, add_provider, add_staff

pytestmark = pytest.mark.browser
FIRST, SECOND = "first@north.example", "second@north.example"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Two rounds of the short survey with answers of many people, some words sorted by the first manager."""
    build()
    folder: Path = tmp_path_factory.mktemp("results")
    app = make_app(f"sqlite:///{folder / 'test.sqlite'}", folder / "home", **QUICK_HASHES)
    add_provider(app)
    for email in (FIRST, SECOND):
        add_staff(app, "provider_manager", email=email)
    with app.app_context():
        _fill(Random(7))
    yield app
    let_go(app)


def _fill(luck: Random) -> None:
    survey = library().surveys["carer-short"]
    version = freeze(survey)
    first = db.session.scalar(select(User.id).where(User.email == FIRST))
    db.session.add(SecondCodingShare(provider="north", percent=100))
    for number, people in ((1, 90), (2, 60)):
        opens = date(2026, 5 - number, 1)
        title = f"Carers’ survey, round {number}"
        db.session.add(
            Round(id=number, slug=f"r{number}", survey="carer-short", provider="north", title=title, opens_on=opens)
        )
        db.session.flush()
        for person in range(people):
            key = f"{number}-{person}"
            rows = [
                AnswerRow(question=question, item="", code=code, text=answer.text)
                for question, answer in answers_of(survey, Respondent(luck, "hollin-hub", opens)).items()
                for code in (answer.codes or (None,))
            ]
            sent = opens + timedelta(days=person % 20) if person % 9 else None
            channel = luck.choice(("web", "web", "paper", "phone"))
            kept = rows if sent else rows[: 1 + person % 5]
            db.session.add(
                Response(
                    response=key, survey="carer-short", version=version, round_id=number, provider="north", answers=kept,
                    submitted_on=sent, started_on=opens, channel=channel, language=luck.choice(("en", "ur")),
                )
            )  # fmt: skip
            if sent and person < 40 and rows[-2].text:
                theme = luck.choice(("breaks", "practical"))
                db.session.flush()
                db.session.add(TextTheme(response=key, question="one-thing.difference", theme=theme, coded_by=first))
    db.session.commit()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Where the app is served."""
    with served(app) as where:
        yield where


def signed_in(context: BrowserContext, email: str = FIRST) -> Page:
    """A page of someone who has signed in."""
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    return page


PAGES = {
    "home": "/results",
    "round": "/results/rounds/1",
    "narrowed": "/results/rounds/1?channel=paper",
    "wrong-day": "/results/rounds/1?from=soon",
    "compared": "/results/rounds/1?compare=2",
    "survey": "/results/surveys/carer-short",
    "export": "/results/rounds/1/export",
    "files": "/results/exports",
    "sort": "/manage/themes",
    "settle": "/manage/themes/settle",
    "agreement": "/manage/themes/agreement",
}


@pytest.mark.parametrize("screen", ["phone", "desk", "dark"])
def test_every_page_of_results_is_sound_to_axe_and_fits(browser: Browser, address: str, screen: str) -> None:
    dark = {"color_scheme": "dark"} if screen == "dark" else {}
    context = desk(browser, address) if screen == "desk" else phone(browser, address, **dark)
    page = signed_in(context)
    for name, path in PAGES.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        check(page, f"results-{name}-{screen}")
    context.close()


def test_results_are_narrowed_and_a_file_is_taken_without_scripts(browser: Browser, address: str) -> None:
    context = phone(browser, address, script=False)
    page = signed_in(context)
    page.goto("/results/rounds/1")
    page.locator("summary", has_text="Choose whose answers").click()
    page.get_by_label("How they answered").select_option("paper")
    press(page, "Show")
    assert "Counted: On paper." in page.locator("main").inner_text()
    page.get_by_role("link", name="Get the answers as files").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the file").click()
    content = Path(download.value.path()).read_bytes()
    assert "responses.sav" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    context.close()


def test_bars_print_and_the_parts_for_the_screen_do_not(browser: Browser, address: str) -> None:
    context = desk(browser, address)
    page = signed_in(context)
    page.goto("/results/rounds/1")
    page.emulate_media(media="print")
    assert page.locator(".app-bar").first.is_visible()
    assert not page.get_by_role("link", name="Get this page as a table").is_visible()
    context.close()


def test_a_second_person_sorts_on_a_phone_and_both_settle(browser: Browser, address: str) -> None:
    context = phone(browser, address)
    page = signed_in(context, SECOND)
    page.goto("/manage/themes/second")
    check(page, "results-second")
    assert page.locator("input:checked").count() == 0
    for number in range(1, 11):
        theme = "breaks" if number % 2 else "mixed"
        page.locator(f'input[name="theme-{number}"][value="{theme}"]').check(force=True)
    press(page, "Save")
    assert "10 answers are sorted" in page.locator("body").inner_text()
    page.goto("/manage/themes/settle")
    check(page, "results-settle-filled")
    left = int(page.locator("main").inner_text().partition(" to settle.")[0].split()[-1])
    page.locator('input[name="theme-1"][value="money"]').check(force=True)
    press(page, "Settle those that are ticked")
    assert f"{left - 1} to settle." in page.locator("main").inner_text()
    page.goto("/manage/themes/agreement")
    check(page, "results-agreement-filled")
    assert "kappa" in page.locator("main").inner_text()
    context.close()
