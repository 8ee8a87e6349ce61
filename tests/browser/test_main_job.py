"""The main job, end to end: a carer answers on a phone, a worker records a review, the public page shows both.

32 carers have answered and been reviewed already: 17 agree that they have an emergency plan, 17 have achieved that goal.
17 of 32 is rounded to 15 of 30 and shown as 50%. With one more of each, 18 of 33 is rounded to 20 of 35: 57%.
"""

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.frontend.build import build
from surveys.library import SHIPPED
from tests.conftest import SECRETS, let_go, make_app
from tests.support.chromium import phone, press, served, served_folder
from tests.support.staff import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = "2026-06-30"
SURVEYED = "wellbeing.emergency-plan.survey"
REVIEWED = "wellbeing.emergency-plan.achieved"
FILES: dict[str, tuple[str, list[str]]] = {
    "providers.csv": ("provider,name", ["northside,Northside Carers"]),
    "contracts.csv": ("contract,framework,provider,starts_on", ["north-1,rochdale-carers,northside,2023-04-01"]),
    "people.csv": (
        "provider,person,role,registered_on,status",
        [f"northside,c{n},carer,2026-04-02,active" for n in range(1, 34)],
    ),
    "goals.csv": (
        "provider,goal,person,outcome,agreed_on,baseline",
        [f"northside,g{n},c{n},rochdale-carers:wellbeing.emergency-plan,2026-04-10,2" for n in range(1, 34)],
    ),
    "reviews.csv": (
        "provider,review,person,reviewed_on,kind,feels_supported",
        [f"northside,r{n},c{n},2026-06-01,scheduled,yes" for n in range(1, 33)],
    ),
    "goal_reviews.csv": (
        "provider,review,goal,score,achieved,need_met",
        [f"northside,r{n},g{n},4,{'yes' if n <= 17 else 'not_yet'},yes" for n in range(1, 33)],
    ),
    "responses.csv": (
        "response,survey,provider,submitted_on,channel,language,emergency.plan",
        [f"old{n},carer,northside,2026-05-20,paper,en,{'agree' if n <= 17 else 'disagree'}" for n in range(1, 33)],
    ),
}


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """Definitions of an area with one framework, so that its site is quick to build."""
    definitions = tmp_path / "definitions"
    shutil.copytree(SHIPPED, definitions)
    for path in (definitions / "frameworks").iterdir():
        if not path.name.startswith("rochdale-carers"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return definitions


@pytest.fixture
def app(database_url: str, tmp_path: Path, area: Path) -> Iterator[Flask]:
    build()
    made = make_app(
        database_url, tmp_path / "home", DEFINITIONS=area, TODAY=date.fromisoformat(TODAY), COUNCIL_NAME="Northside Council"
    )
    yield made
    let_go(made)


class CommandLine:
    """Runs `carer-outcomes` as someone at a terminal would, on the test's database."""

    def __init__(self, app: Flask) -> None:
        settings = {name: app.config[name] for name in ("HOME", "DATABASE_URL", "DEFINITIONS")}
        secrets = SECRETS | {"ENCRYPTION_KEYS": " ".join(SECRETS["ENCRYPTION_KEYS"]), "TODAY": TODAY}
        self._environment = {f"CARER_OUTCOMES_{name}": str(value) for name, value in (settings | secrets).items()}

    def __call__(self, *words: str, typed: str = "") -> str:
        command = [str(Path(sys.executable).parent / "carer-outcomes"), *words]
        environment = {"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", **self._environment}
        done = subprocess.run(command, env=environment, input=typed, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def write_files(folder: Path) -> Path:
    folder.mkdir()
    for name, (header, rows) in FILES.items():
        (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def label(evidence: Path, measure: str) -> str:
    """What the evidence says of a measure in the quarter, over all contracts."""
    with (evidence / "values.csv").open(encoding="utf-8", newline="") as stream:
        found = [
            row["label"]
            for row in csv.DictReader(stream)
            if (row["measure"], row["contract"], row["breakdown"]) == (measure, "all", "none")
            and (row["period_start"], row["interval"], row["basis"] != "return") == ("2026-04-01", "quarter", True)
        ]
    assert len(found) == 1
    return found[0]


def answer_the_survey(page: Page) -> None:
    """Answer every question with its first answer; then say that there was no weekly break after all; then send."""
    page.goto("/s/summer")
    press(page, "Start")
    asked = []
    while "/answers/check" not in page.url:
        asked.append(page.url.rsplit("/", 1)[1])
        if page.locator("input[type=radio], input[type=checkbox]").count():
            page.locator("label.govuk-radios__label, label.govuk-checkboxes__label").first.click()
        else:
            page.locator("#answer").fill("The sitting service, every Tuesday.")
        press(page, "Continue")
    assert {"emergency.plan", "breaks.weekly", "breaks.difference"} <= set(asked)
    difference = page.locator("a[href*='breaks.difference']")
    assert difference.count() == 1
    page.locator("a[href*='breaks.weekly']").click()
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    while "/answers/check" not in page.url:
        press(page, "Continue")
    assert difference.count() == 0
    press(page, "Send my answers")
    assert page.locator(".app-receipt-code").inner_text()


def record_a_review(page: Page) -> None:
    """Sign in as the support worker, find the carer not reviewed yet, and record that the goal is achieved."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("worker@northside.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.goto("/person/c33")
    press(page, "Record a review")
    page.get_by_role("group", name="Was it scheduled?").get_by_label("Scheduled", exact=True).check()
    page.get_by_role("group", name="How far is it true now?").get_by_label("4", exact=True).check()
    page.get_by_role("group", name="Is it achieved?").get_by_label("Achieved", exact=True).check()
    page.get_by_role("group", name="Is the need met?").get_by_label("Yes", exact=True).check()
    page.get_by_role("group", name="Who gave the scores?").get_by_label("Both, agreed together").check()
    page.get_by_role("group", name="Do they feel supported to go on?").get_by_label("Yes", exact=True).check()
    press(page, "Save the review")
    assert page.url.endswith("/person/c33")


def test_what_a_carer_answers_and_a_worker_records_is_what_the_public_page_shows(
    app: Flask, browser: Browser, tmp_path: Path
) -> None:
    run = CommandLine(app)
    run("import", str(write_files(tmp_path / "files")))
    run("round", "open", "--survey", "carer", "--provider", "northside", "--slug", "summer", "--title", "Summer 2026")
    worker = ("user", "add", "worker@northside.example", "--name", "Wanda Worker", "--role", "support_worker")
    run(*worker, "--provider", "northside", "--password-stdin", typed=PASSWORD)
    evidence, site = tmp_path / "evidence", tmp_path / "site"
    run("evidence", "--as-of", TODAY, "--out", str(evidence))
    assert (label(evidence, SURVEYED), label(evidence, REVIEWED)) == ("50%", "50%")

    with served(app) as address:
        carers_phone = phone(browser, address, script=False)
        answer_the_survey(carers_phone.new_page())
        workers_phone = phone(browser, address)
        record_a_review(workers_phone.new_page())
        carers_phone.close()
        workers_phone.close()

    run("evidence", "--as-of", TODAY, "--out", str(evidence))
    assert (label(evidence, SURVEYED), label(evidence, REVIEWED)) == ("57%", "57%")
    run("site", "--evidence", str(evidence), "--out", str(site))
    with served_folder(site) as address:
        readers_phone = phone(browser, address)
        page = readers_phone.new_page()
        for measure in (SURVEYED, REVIEWED):
            page.goto(f"/frameworks/rochdale-carers/measures/{measure}/")
            assert page.locator("h1").count() == 1
            assert "57%" in page.locator("article").inner_text()
            assert "50%" not in page.locator("article").inner_text()
        readers_phone.close()
