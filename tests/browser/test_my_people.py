"""A worker works through the list of people, on a phone and at a desk, with scripts and without."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.casework.marks import mark_people
from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.accounts import User
from forms_app.models.records import Assessment, Contract, Person, Review
from tests.conftest import let_go, make_app
from tests.support.axe import check, fits
from tests.support.chromium import press
from tests.support.screens import SIZES, signed_in
from tests.support.staff import QUICK_HASHES, add_provider, add_staff

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

WORKER = "support_worker@north.example"
PEOPLE = {
    "NC-1": ("Late Reviewed", {"registered_on": date(2025, 1, 6), "locality": "heywood", "carer_groups": "young"}),
    "NC-2": ("Begun Assessed", {"registered_on": date(2026, 5, 4), "locality": "middleton"}),
    "NC-3": ("Silent Waiting", {"registered_on": date(2025, 1, 6), "status": "non_engaging", "locality": "heywood"}),
    "NC-4": ("Done Lately", {"registered_on": date(2025, 1, 6), "locality": "middleton"}),
    "NC-5": ("Bartholomew-Maximilian Featherstonehaugh", {"registered_on": date(2025, 1, 6), "status": "closed"}),
}


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Someone for each reason to be on the list; the first two are the worker's own."""
    build()
    app = make_app(database_url, tmp_path / "home", **QUICK_HASHES)
    add_provider(app)
    add_staff(app)
    add_staff(app, email="colleague@north.example")
    with app.app_context():
        for account, name in (("support_worker", "Sam Worker"), ("colleague", "Kit Colleague")):
            db.session.query(User).filter_by(email=f"{account}@north.example").one().name = name
        me = db.session.query(User).filter_by(email=WORKER).one().id
        contract = {"framework": "rochdale-carers", "starts_on": date(2025, 4, 1)}
        db.session.add(Contract(contract="c", provider="north", **contract))
        for reference, (name, columns) in PEOPLE.items():
            known = {"role": "carer", "status": "active", "worker_id": me if reference in ("NC-1", "NC-2") else None}
            db.session.add(Person(provider="north", person=reference, name=name, **known | columns))
        db.session.flush()
        whose = {"provider": "north"}
        db.session.add(Assessment(assessment="a", person="NC-2", kind="carer", started_on=date(2026, 5, 10), **whose))
        db.session.add(Review(review="r", person="NC-4", reviewed_on=date(2026, 5, 10), **whose))
        db.session.commit()
        mark_people()
    yield app
    let_go(app)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, app: Flask, browser: Browser) -> Iterator[Page]:
    """The list on a phone or at a desk."""
    with signed_in(app, browser, WORKER, "/people", **SIZES[request.param]) as page:
        yield page


def listed(page: Page) -> list[str]:
    """Who is on the list, in its order."""
    links = page.locator(".app-people__name a").all()
    return [(link.get_attribute("href") or "").rpartition("/")[2] for link in links]


def look(page: Page, name: str) -> None:
    """Axe finds nothing, and nothing sticks out of this screen or a narrow one."""
    assert page.viewport_size is not None
    check(page, f"people-{name}-{page.viewport_size['width']}")
    size = {"width": page.viewport_size["width"], "height": page.viewport_size["height"]}
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page), f"{name} is wider than a narrow screen"
    page.set_viewport_size({"width": size["width"], "height": size["height"]})


def choose(page: Page, **chosen: str) -> list[str]:
    """Set filters, show the list, and say who is on it."""
    box = page.locator("details", has=page.locator("#locality"))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for name, label in chosen.items():
        page.select_option(f"#{name}", label=label)
    press(page, "Show")
    return listed(page)


def test_the_list_is_worked_through(page: Page) -> None:
    assert listed(page) == ["NC-1", "NC-2"]
    look(page, "mine")
    tabs = page.get_by_role("navigation", name="Show")
    for tab, people in (("Overdue (1)", ["NC-1"]), ("Due (1)", ["NC-2"]), ("Up to date (0)", [])):
        tabs.get_by_role("link", name=tab, exact=True).click()
        page.wait_for_load_state()
        assert listed(page) == people, tab
        assert tabs.locator("[aria-current=page]").inner_text() == tab

    page.goto("/people")
    assert choose(page, whose="Everyone’s (4)") == ["NC-1", "NC-3", "NC-2", "NC-4", "NC-5"]
    look(page, "everyone")
    assert choose(page, locality="Heywood") == ["NC-1", "NC-3"]
    assert choose(page, clock="Wellbeing call") == ["NC-3"]
    page.goto("/people?whose=all")
    assert choose(page, group="Young carer") == ["NC-1"]
    page.goto("/people")
    assert choose(page, whose="Nobody’s yet (2)") == ["NC-3", "NC-4", "NC-5"]


def test_what_a_line_offers_leads_to_the_form_that_answers_it(page: Page) -> None:
    for person, link, path in (
        ("Late Reviewed", "Record the review", "/person/NC-1/review"),
        ("Begun Assessed", "Complete the assessment", "/person/NC-2/assessment/a"),
        ("Silent Waiting", "Record the call", "/person/NC-3/contact?kind=wellbeing_call"),
    ):
        page.goto("/people?whose=all")
        page.locator("li.app-people__person", has_text=person).get_by_role("link", name=link).first.click()
        page.wait_for_url(path)


def test_someone_is_found_by_name_and_given_to_a_colleague(page: Page) -> None:
    page.fill("#find", "silent")
    press(page, "Find")
    assert listed(page) == ["NC-3"]
    assert "silent" not in page.url
    look(page, "found")
    press(page, "Give")
    assert "Tick the people to give" in page.inner_text(".govuk-error-summary")
    look(page, "error")
    page.get_by_label("Tick Silent Waiting").check()
    page.select_option("#worker", label="Kit Colleague")
    press(page, "Give")
    assert "1 person is now with Kit Colleague." in page.inner_text("main")
    page.goto("/people")
    assert choose(page, whose="Kit Colleague (1)") == ["NC-3"]
    page.goto("/people")
    page.fill("#find", "nobody such")
    press(page, "Find")
    assert "Nobody is called that" in page.inner_text("main")
    look(page, "nobody")


def test_the_list_is_narrowed_and_people_are_given_where_no_script_runs(app: Flask, browser: Browser) -> None:
    with signed_in(app, browser, WORKER, "/people", script=False) as page:
        assert choose(page, whose="Everyone’s (4)", locality="Heywood") == ["NC-1", "NC-3"]
        page.fill("#find", "silent waiting")
        press(page, "Find")
        page.get_by_label("Tick Silent Waiting").check()
        page.select_option("#worker", label="Kit Colleague")
        press(page, "Give")
        assert "1 person is now with Kit Colleague." in page.inner_text("main")
