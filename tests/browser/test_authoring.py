"""An author on a phone changes a question, sees it as a phone shows it, publishes, and brings a form in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.authoring.editions import current_survey
from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.responses import Round
from surveys.model.common import say
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.staff import PASSWORD, QUICK_HASHES, add_provider, add_staff

pytestmark = pytest.mark.browser
FORM = Path(__file__).parents[1] / "surveys" / "xlsform" / "forms_like_theirs" / "household.md"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A council with an open round of the short carers' survey."""
    build()
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    add_staff(app, "commissioner", None)
    with app.app_context():
        values = {"slug": "spring", "survey": "carer-short", "provider": "north", "title": "Spring"}
        db.session.add(Round(**values, opens_on=date(2026, 5, 1), languages="en;ur"))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """A phone's browser, signed in as the council's commissioner."""
    with served(app) as address:
        context = phone(browser, address)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill("commissioner@council.example")
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Sign in")
        yield page
        context.close()


def test_an_author_rewords_a_question_previews_it_and_publishes(app: Flask, page: Page) -> None:
    page.goto("/surveys")
    check(page, "author-surveys")
    page.get_by_role("link", name="Your life as a carer, in a few questions").click()
    page.get_by_role("link", name="How safe do you feel?", exact=True).click()
    check(page, "author-question")
    page.get_by_label("Question", exact=True).fill("How safe do you feel today?")
    press(page, "Save")
    check(page, "author-survey")
    page.get_by_role("link", name="See it as a phone shows it").click()
    check(page, "preview-start")
    press(page, "Start")
    check(page, "preview-question")
    press(page, "اردو")
    assert page.locator("html").get_attribute("dir") == "rtl"
    check(page, "preview-question-urdu")
    press(page, "English")
    for _number in range(20):
        if page.get_by_role("heading", name="How safe do you feel today?").count():
            break
        press(page, "Continue")
    page.get_by_label("I do not feel safe at all").check()
    press(page, "Continue")
    check(page, "preview-help")
    press(page, "Continue")
    while page.get_by_text("This is the end of the preview").count() == 0:
        press(page, "Continue")
    check(page, "preview-check")
    page.get_by_role("link", name="Leave the preview").click()
    page.get_by_role("button", name="Publish").click()
    check(page, "author-publish")
    press(page, "Publish this edition")
    check(page, "author-publish-errors")
    page.get_by_label("Same meaning").check()
    page.get_by_label("What changed, and why").fill("Plainer words")
    press(page, "Publish this edition")
    check(page, "author-editions")
    with app.app_context():
        asked = current_survey("carer-short")
        assert asked is not None
        assert say(asked.by_key["safe.feel"].text) == "How safe do you feel today?"


def test_an_author_brings_a_form_in(page: Page) -> None:
    page.goto("/surveys/bring")
    check(page, "bring")
    page.get_by_label("XLSForm").set_input_files(FORM)
    press(page, "Read the file")
    page.get_by_text("Where someone is, is never asked here.").wait_for()
    check(page, "brought")
    page.get_by_label("Introduction").fill("What it is for.")
    press(page, "Open it as a draft")
    page.get_by_role("heading", name="Household check").wait_for()
    check(page, "brought-survey")


def test_a_translation_is_written_beside_the_english_on_a_phone(page: Page) -> None:
    page.goto("/surveys/carer-short/questions/safe.feel/ur")
    check(page, "translate-urdu")
    page.goto("/surveys/carer-short/add?after=safe.feel")
    check(page, "add")
    page.goto("/surveys/carer-short/words")
    check(page, "words")
    page.goto("/surveys/carer-short/questions/satisfaction.overall/remove")
    check(page, "remove")
