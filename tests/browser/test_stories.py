"""From a review to the public page and off it again: written, flagged, approved by a second person, withdrawn."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.app import library
from forms_app.database import db, only_reading
from forms_app.frontend.build import build
from forms_app.models.records import Contract, Goal, GoalReview, Person, Review
from site_builder.evidence.make import make_evidence
from site_builder.site.build import build_site
from site_builder.site.command import PROJECT
from surveys.library import SHIPPED
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.screens import SIZES, sign_in
from tests.support.staff import add_provider, add_staff

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date(2026, 5, 15)
TITLE = "The pool on Saturdays"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Eleven women of whom one has a review, a worker and a manager; one framework, so that the site is quick to build."""
    build()
    definitions = tmp_path / "definitions"
    shutil.copytree(SHIPPED, definitions)
    for path in (definitions / "frameworks").iterdir():
        if not path.name.startswith("rochdale-carers"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions)
    add_provider(app)
    for role in ("support_worker", "provider_manager"):
        add_staff(app, role)
    with app.app_context():
        contract = {"framework": "rochdale-carers", "starts_on": date(2025, 4, 1)}
        db.session.add(Contract(contract="c", provider="north", **contract))
        for number in range(1, 12):
            carer = {"role": "carer", "status": "active", "registered_on": date(2026, 2, 2), "gender": "female"}
            db.session.add(Person(provider="north", person=f"NC-{number}", name=f"Ada{number} Example", **carer))
        db.session.flush()
        whose = {"provider": "north", "person": "NC-1"}
        db.session.add(Goal(goal="g", outcome="rochdale-carers:wellbeing", agreed_on=date(2026, 2, 9), baseline=1, **whose))
        db.session.add(Review(review="r", reviewed_on=date(2026, 5, 4), **whose))
        db.session.flush()
        db.session.add(GoalReview(provider="north", review="r", goal="g", score=4, achieved="partly"))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture(params=SIZES)
def signed_in(request: pytest.FixtureRequest, app: Flask, browser: Browser) -> Iterator[dict[str, Page]]:
    """A worker and a manager, each on a phone or at a desk of their own."""
    with served(app) as address:
        pages = {}
        for role in ("support_worker", "provider_manager"):
            page = phone(browser, address, **SIZES[request.param]).new_page()
            sign_in(page, f"{role}@north.example", "/stories")
            pages[role] = page
        yield pages
        for page in pages.values():
            page.context.close()


def published(app: Flask, folder: Path, *, site: bool = True) -> str:
    """Make the evidence, and the site of it; everything that the folder then holds, as one text."""
    evidence = folder / "evidence"
    with app.app_context(), only_reading():
        made = make_evidence(db.session(), library(), as_of=TODAY, out=evidence, definitions=app.config["DEFINITIONS"])
        assert made.left_out == []
        db.session.remove()
    if not site:
        return "\n".join(path.read_text() for path in sorted(evidence.rglob("*.*")))
    out = folder / f"site-{len(list(folder.iterdir()))}"
    build_site(evidence, out, docs=PROJECT / "docs", config=PROJECT / "mkdocs.yml")
    return "\n".join(path.read_text() for path in sorted(out.rglob("*.html")))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_story_goes_from_a_review_to_the_site_and_off_it_again(
    app: Flask, signed_in: dict[str, Page], tmp_path: Path
) -> None:
    worker, manager = signed_in["support_worker"], signed_in["provider_manager"]
    worker.goto("/stories/new?review=r")
    check(worker, "story-new")
    press(worker, "Save the story")
    check(worker, "story-new-error")
    worker.fill("#title", TITLE)
    worker.fill("#text", "She had not been out for a year.\n\nNow Tom sits in, and she swims at Castle Baths.")
    worker.get_by_label("Gender: Female").check()
    worker.get_by_label("The public website").check()
    worker.fill("#consent_reference", "file 2026-14")
    worker.get_by_label("Signed form").check()
    for part, value in (("day", "1"), ("month", "5"), ("year", "2026")):
        worker.fill(f"#consent_on-{part}", value)
    press(worker, "Save the story")
    check(worker, "story-written")
    assert "11" in worker.inner_text(".govuk-summary-list")
    path = worker.url

    manager.goto("/stories")
    check(manager, "stories")
    manager.get_by_role("link", name=TITLE).click()
    check(manager, "story-flags")
    assert manager.locator("mark").all_text_contents() == ["Tom (see 1)", "Castle Baths (see 2)"]
    assert manager.get_by_role("button", name="Approve").count() == 0

    worker.goto(f"{path}/edit")
    worker.fill("#text", "She had not been out for a year.\n\nNow a sitter comes, and she swims at Castle Baths.")
    press(worker, "Save the story")
    manager.goto(path)
    manager.get_by_label("Castle Baths").check()
    press(manager, "Save what is cleared")
    assert TITLE not in published(app, tmp_path, site=False)
    press(manager, "Approve")
    check(manager, "story-approved")
    assert TITLE in published(app, tmp_path)

    worker.goto(path)
    press(worker, "Withdraw this story")
    check(worker, "story-withdrawn")
    assert TITLE not in published(app, tmp_path)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_done_goes_to_the_site_and_off_it_again(app: Flask, signed_in: dict[str, Page], tmp_path: Path) -> None:
    worker, manager = signed_in["support_worker"], signed_in["provider_manager"]
    worker.goto("/changes")
    check(worker, "changes-none")
    worker.goto("/changes/new")
    check(worker, "change-new")
    press(worker, "Save")
    check(worker, "change-new-error")
    worker.select_option("#about", "rochdale-carers:wellbeing")
    worker.fill("#said", "Many of you wanted Zumba.")
    worker.fill("#did", "There is a class each week.")
    for part, value in (("day", "1"), ("month", "5"), ("year", "2026")):
        worker.fill(f"#done_on-{part}", value)
    press(worker, "Save")
    check(worker, "change-written")
    manager.goto(worker.url)
    check(manager, "change-flags")
    manager.get_by_label("Zumba").check()
    press(manager, "Approve")
    assert "Many of you wanted Zumba." in published(app, tmp_path, site=False)
    manager.goto("/changes")
    check(manager, "changes")
    manager.goto(worker.url)
    press(manager, "Withdraw this entry")
    assert "Many of you wanted Zumba." not in published(app, tmp_path, site=False)
