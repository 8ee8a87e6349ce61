"""A worker records what happens from day to day, on a phone and at a desk, by keyboard; axe reads every page."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Contract, Person
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import press
from tests.support.screens import SIZES, signed_in
from tests.support.staff import add_provider, add_staff

pytestmark = pytest.mark.browser


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A provider under a shipped framework, with two carers and a manager."""
    build()
    app = make_app(database_url, tmp_path / "home")
    add_provider(app)
    add_staff(app, "provider_manager")
    with app.app_context():
        contract = {"framework": "rochdale-carers", "starts_on": date(2025, 4, 1)}
        db.session.add(Contract(contract="c", provider="north", **contract))
        for reference, name in (("NC-1", "Ada Example"), ("NC-2", "Ben Example")):
            carer = {"role": "carer", "status": "active", "registered_on": date(2026, 2, 2)}
            db.session.add(Person(provider="north", person=reference, name=name, **carer))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, app: Flask, browser: Browser) -> Iterator[Page]:
    """A manager who has signed in, on a phone or at a desk."""
    with signed_in(app, browser, "provider_manager@north.example", "/record", **SIZES[request.param]) as page:
        yield page


def save(page: Page) -> None:
    """Press the form's own button, not the one that saves it for later."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def save_and_see(page: Page, name: str, path: str) -> None:
    """The open form's page is read by axe with its errors; what it says is filled in by then."""
    save(page)
    check(page, name)
    assert page.url.endswith(path), page.url


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_entry_of_each_is_recorded(page: Page) -> None:
    check(page, "record")
    page.goto("/person/NC-1/contact")
    check(page, "contact")
    save_and_see(page, "contact-error", "/contact")
    page.focus("#kind")
    page.keyboard.type("Wellbeing call")
    page.fill("#minutes", "15")
    page.fill("#notes", "Wants a break in June.")
    save_and_see(page, "person-with-contact", "/person/NC-1#support")
    assert "Wants a break in June." in page.inner_text(".app-timeline")

    for path, fields in (
        ("/person/NC-1/payment", {"#amount": "150"}),
        ("/person/NC-1/emergency-plan", {"#plan": "Call the sister."}),
    ):
        page.goto(path)
        check(page, path.rpartition("/")[2])
        for field, value in fields.items():
            page.fill(field, value)
        save_and_see(page, f"{path.rpartition('/')[2]}-saved", "/person/NC-1#support")
    page.goto("/person/NC-1/card")
    check(page, "card")
    page.check("#kind")
    save_and_see(page, "card-saved", "/person/NC-1#support")
    page.locator(".app-timeline a").last.click()
    check(page, "change-or-remove")

    page.goto("/record/contacts?kind=wellbeing_call")
    page.fill("#find", "example")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Ben Example")
    check(page, "together-found")
    page.get_by_label("Ben Example (NC-2)").check()
    press(page, "Write something for each")
    check(page, "together-each")
    page.get_by_label("Ben Example: note").fill("Wants to talk in July.")
    press(page, "Save for everyone ticked")
    assert "1 contact is saved." in page.inner_text("main")

    page.goto("/record/activity")
    page.select_option("#kind", "carer_break")
    page.fill("#find", "NC-")
    press(page, "Find")
    check(page, "activity-found")
    page.get_by_label("Ada Example (NC-1)").check()
    page.fill("#others", "4")
    save_and_see(page, "activities", "/record/activities")
    assert "5 people came" in page.inner_text("main")
    page.goto("/record/payments")
    check(page, "payments")


MOST_PRESSES = 10
COUNT = """
const count = () => { sessionStorage.presses = Number(sessionStorage.presses || 0) + 1; };
addEventListener("pointerdown", count, true);
addEventListener("keydown", event => {
  const words = event.target.matches && event.target.matches("textarea, input[type=text]");
  if (!(words && event.key.length === 1)) count();
}, true);
"""
ENTRIES: dict[str, list[tuple[str, str]]] = {
    "Record a wellbeing call": [],
    "Record a contact": [("#kind", "Case")],
    "Record a wellbeing payment": [("#amount", "150"), ("#spent_on", "Br")],
    "Record a card": [("#kind", "")],
}
"""By link: what is pressed on the form, and what is typed there."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_is_recorded_in_few_presses_from_the_persons_page(page: Page) -> None:
    """Each tap and each key counts, but for the characters of a text."""
    page.add_init_script(COUNT)
    for link, choices in ENTRIES.items():
        page.goto("/person/NC-1")
        page.evaluate("sessionStorage.presses = 0")
        page.get_by_role("link", name=link, exact=True).first.click()
        page.wait_for_selector("button:has-text('Save')")
        for control, typed in choices:
            page.click(control)
            page.keyboard.type(typed)
        save(page)
        assert page.url.endswith("/person/NC-1#support"), link
        presses = int(page.evaluate("Number(sessionStorage.presses)"))
        assert 2 <= presses <= MOST_PRESSES, (link, presses)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_complaint_is_recorded_and_completed(page: Page) -> None:
    page.goto("/feedback/new?person=NC-1")
    check(page, "feedback-new")
    save(page)
    check(page, "feedback-new-error")
    page.get_by_label("Complaint", exact=True).check()
    page.fill("#about", "Nobody rang back.")
    save(page)
    check(page, "feedback-item")
    page.fill("#completed_on-day", "15")
    page.fill("#completed_on-month", "5")
    page.fill("#completed_on-year", "2026")
    page.select_option("#outcome", "upheld")
    save(page)
    assert "Completed in time" in page.inner_text("main")
    page.goto("/feedback")
    check(page, "feedback")
    page.goto("/person/NC-1")
    check(page, "person-with-feedback")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("path", "field"), [("/people/referral", "#notes"), ("/changes/new", "#said")])
def test_a_declined_referral_and_an_entry_save_themselves_while_they_are_typed(page: Page, path: str, field: str) -> None:
    page.goto(path)
    page.fill(field, "Half a sentence")
    page.locator("[data-draft-said]", has_text="Saved").wait_for()
    page.reload()
    assert page.input_value(field) == "Half a sentence"
    check(page, f"draft-{path.strip('/').replace('/', '-')}")
