"""Every page that someone who has signed in can open, read by axe on a phone and at a desk, and held to a narrow screen.

The pages are those of the route map, with a row in every table, and those that their links lead to: a new page is looked
at without anyone having to think of it. A page that nobody could open is a fault, unless `NO_PAGE` says why there is none.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from forms_app.accounts.menu import PUBLIC
from forms_app.app import library
from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.accounts import ROLES
from forms_app.models.editions import SurveyDraft
from forms_app.models.filing import FiledReturn, ReturnValue
from forms_app.models.records import Contact, Contract, Goal, Person
from forms_app.models.responses import PaperSheet
from forms_app.paper.codes import new_code
from surveys.editing.steps import settled
from tests.conftest import let_go, make_app
from tests.support.axe import PICTURES, faults
from tests.support.chromium import served
from tests.support.databases import copy_sqlite
from tests.support.ours import addresses, fill
from tests.support.screens import sign_in as sign_in_on
from tests.support.staff import QUICK_HASHES, add_staff, new_client, sign_in

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
"""As narrow as a phone's screen gets, and a desk's at four times its size (WCAG 1.4.10)."""
NO_PAGE: dict[str, str] = {
    "accounts.home": "leads on to where each role begins",
    "messages.outbox_message": "only where a message was kept in a folder",
    "accounts.sign_in": "for those who have not signed in; test_signing_in looks at it",
    "accounts.ask_second_factor": "half-way through signing in; test_signing_in looks at it",
    "accounts.new_recovery_codes": "asks for the second factor first; test_signing_in looks at it",
    "accounts.remove_app": "asks for the second factor first",
    "accounts.remove_passkey": "asks for the second factor first",
    "administration.join": "opened from an e-mail by those who have not signed in; test_administration looks at it",
    "administration.new_password": "opened from an e-mail by those who have not signed in; test_administration looks at it",
    "bringing.one": "needs files on the way; test_bringing looks at it",
    "bringing.faults": "needs files on the way; test_bringing looks at it",
    "bringing.rejects": "a file",
    "bringing.undo": "needs files on the way; test_bringing looks at it",
    "sampling.record": "needs a sampling review under way that names the person",
    "paper.job_file": "a file",
    "paper.specimen": "a file",
    "ledger.table": "a file",
    "results.file": "a file",
    "results.table_of_round": "a file",
    "results.table_of_survey": "a file",
    "rounds.letters": "a file",
    "rounds.poster_pdf": "a file",
    "rounds.qr_code": "a picture",
    "authoring.take_out": "a file",
}
"""Routes behind which the walk finds no page to look at, and why."""
ELSEWHERE = (*PUBLIC, "security")
"""Blueprints whose pages are looked at by tests of their own: respondents' pages, and signing in."""
PATIENCE = 120_000
"""Milliseconds for an answer: what is tested is not how fast a busy machine is."""
TYPED_IN = new_code()
MORE_PATHS = [
    f"/paper/sheets/{TYPED_IN}/correct",
    "/paper/jobs/3",
    "/manage/decisions/north-hub/1/pbo2",
    "/returns/north-contract/quarterly/2026-01-01/correct",
    "/surveys/carer/publish",
]
"""Addresses with other parameters than those that `test_scoping` fills in, and that no link leads to."""
MOST_ANSWERS = 6
"""Up to how many pages of one route are opened in each role."""
MOST_OF_A_KIND = 2
"""Up to how many pages of one route are looked at, where they differ."""
LONG = "Bartholomew-Maximilian Featherstonehaugh-Llanfairpwllgwyngyll"


@dataclass(frozen=True)
class Seen:
    """A page that `role` can open."""

    endpoint: str
    role: str
    path: str


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A row in every table, and as much of what pages list as makes them full."""
    build()
    folder = tmp_path_factory.mktemp("axe")
    app = make_app(copy_sqlite(folder / "test.sqlite"), folder / "home", **QUICK_HASHES)
    fill(app)
    with app.app_context():
        kinds = library().codes.codes("contact_kind")
        for number in range(60):
            carer = {"role": "carer", "registered_on": date(2026, 1, 5), "locality": "heywood"}
            status = ("active", "non_engaging", "signposted", "closed")[number % 4]
            name = f"{LONG} {number}" if number % 3 == 0 else f"Ada Example {number}"
            db.session.add(Person(provider="north", person=f"NC-{number}", name=name, status=status, **carer))
        db.session.flush()
        for number, kind in enumerate(kinds * 2):
            on = date(2026, 5, 14) - timedelta(days=number)
            note = f"{LONG.replace(' ', '')} https://elsewhere.example/{'x' * 80}" if number % 5 == 0 else "Said thank you."
            row = {"contact": f"axe-{number}", "person": "canary-1", "kind": kind, "on": on, "notes": note}
            db.session.add(Contact(provider="north", minutes=15, online="yes", **row))
        for outcome in ("wellbeing.respite", "work-money", "partners", "identification"):
            agreed = {"agreed_on": date(2026, 4, 10), "words": f"A goal in many words. {LONG}"}
            goal = {"goal": f"axe-{outcome}", "outcome": f"rochdale-carers:{outcome}", "person": "canary-1"}
            db.session.add(Goal(provider="north", **goal, **agreed))
        hub = {"framework": "birmingham-hub", "starts_on": date(2025, 4, 1), "annual_value": 1_000_000}
        db.session.add(Contract(contract="north-hub", provider="north", **hub))
        filed = {"framework": "rochdale-carers", "form": "quarterly", "period_start": date(2026, 1, 1)}
        values = [ReturnValue(field="k2", value="31", note="More came than before.")]
        db.session.add(FiledReturn(provider="north", filed_on=date(2026, 4, 15), values=values, **filed))
        blank = db.session.get_one(PaperSheet, "34679ACF")
        how = {"round_id": 1, "version": blank.version, "language": "en", "layout": "standard", "made_on": blank.made_on}
        db.session.add(PaperSheet(code=TYPED_IN, state="entered", response="canary-1", entered_on=blank.made_on, **how))
        survey = settled(library().surveys["carer"])
        content = json.dumps({"survey": survey.model_dump(mode="json"), "checked": []})
        db.session.add(SurveyDraft(survey="carer", content=content, saved_at=datetime(2026, 4, 10)))
        db.session.commit()
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


def signed_in(browser: Browser, address: str, email: str) -> BrowserContext:
    """A screen on which someone has signed in."""
    context = browser.new_context(base_url=address, viewport=DESK)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in_on(page, email)
    page.close()
    return context


def opened(client: FlaskClient, app: Flask) -> dict[str, dict[str, str]]:
    """What can be opened: by endpoint, the pages by path. Begins with every route, and follows the pages' links."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    matcher = app.url_map.bind("127.0.0.1")
    waiting = [path for rule, path in addresses(app) if "GET" in (rule.methods or ())] + MORE_PATHS
    looked_at = set(waiting)
    answered: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0)
        endpoint = endpoint_of(matcher, path)
        if endpoint is None or endpoint.rpartition(".")[0] in (*ELSEWHERE, "") or answered[endpoint] >= MOST_ANSWERS:
            continue
        answer = client.get(path)
        assert answer.status_code < 500, f"{path}: {answer.status}"
        if answer.status_code != 200 or answer.mimetype != "text/html":
            answer.close()
            continue
        answered[endpoint] += 1
        found[endpoint][path] = html = answer.text
        for link in re.findall(r'href="(/[^"#]*)', html):
            link = link.replace("&amp;", "&")
            if link not in looked_at:
                looked_at.add(link)
                waiting.append(link)
    return found


def endpoint_of(matcher: MapAdapter, path: str) -> str | None:
    """The endpoint that answers at a path; None where there is none."""
    try:
        return str(matcher.match(path.partition("?")[0], method="GET")[0])
    except HTTPException:
        return None


@dataclass(frozen=True)
class Walk:
    """What every role can open: the endpoints, the pages to look at, and a screen for each role."""

    endpoints: set[str]
    pages: list[Seen]
    screens: dict[str, BrowserContext]


@pytest.fixture(scope="module")
def walk(app: Flask, address: str, browser: Browser) -> Iterator[Walk]:
    """Every role's pages, each that says the same taken once."""
    endpoints: set[str] = set()
    pages: list[Seen] = []
    emails = {
        role: add_staff(app, role, None if role == "commissioner" else "north", f"axe-{role}@x.example") for role in ROLES
    }
    screens = {role: signed_in(browser, address, email) for role, email in emails.items()}
    told: dict[str, set[str]] = defaultdict(set)
    for role, email in emails.items():
        client = new_client(app)
        sign_in(client, email)
        for endpoint, found in opened(client, app).items():
            endpoints |= {endpoint} if found else set()
            for path, html in found.items():
                says = re.sub(r"[0-9a-f]{8,}|\d+", "", html.partition("<main")[2])
                if says not in told[endpoint] and len(told[endpoint]) < MOST_OF_A_KIND:
                    told[endpoint].add(says)
                    pages.append(Seen(endpoint, role, path))
    yield Walk(endpoints, pages, screens)
    for screen in screens.values():
        screen.close()


def sought(app: Flask) -> set[str]:
    """Every endpoint behind which there should be a page for someone who has signed in."""
    gets = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return {endpoint for endpoint in gets if endpoint.rpartition(".")[0] not in (*ELSEWHERE, "")}


def test_somebody_can_open_every_page_that_there_is(app: Flask, walk: Walk) -> None:
    assert sought(app) - walk.endpoints - set(NO_PAGE) == set(), (
        "add a row to fill(), or say in NO_PAGE why there is no page"
    )
    assert set(NO_PAGE) & walk.endpoints == set(), "NO_PAGE says of these that they are no pages"
    assert set(NO_PAGE) <= sought(app), "NO_PAGE names what is not there any more"


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_and_nothing_sticks_out(walk: Walk, role: str) -> None:
    page = walk.screens[role].new_page()
    found = [fault for seen in walk.pages if seen.role == role for fault in look(page, seen)]
    assert found == [], "\n".join(found)


def look(page: Page, seen: Seen) -> list[str]:
    """What is wrong with one page, by axe at both sizes, and by its width on a narrow screen."""
    page.set_viewport_size(DESK)
    page.goto(seen.path)
    wrong = {f"{seen.path}: {fault}" for fault in faults(page)}
    page.set_viewport_size(PHONE)
    wrong |= {f"{seen.path}: {fault}" for fault in faults(page)}
    if PICTURES:
        name = re.sub(r"\W+", "-", f"{seen.endpoint}-{seen.role}-{seen.path}")[:120]
        page.screenshot(path=Path(PICTURES) / f"{name}-phone.png", full_page=True)
    page.set_viewport_size(NARROW)
    if (width := int(page.evaluate("document.documentElement.scrollWidth"))) > NARROW["width"]:
        wrong.add(f"{seen.path}: {width} wide on a screen of {NARROW['width']}")
    return sorted(wrong)


def test_the_look_would_see_a_picture_without_words_and_a_word_too_long(walk: Walk) -> None:
    page = walk.screens["support_worker"].new_page()
    spoilt = '<main id="main-content"><h1>Here</h1><img src="x.png"><pre>' + "x" * 200 + "</pre>"
    page.route(
        "/record", lambda route: route.fulfill(body=route.fetch().text().replace("<main", spoilt + "<main", 1), status=200)
    )
    found = " ".join(look(page, Seen("contacts.home", "support_worker", "/record")))
    assert "image-alt" in found
    assert "wide on a screen" in found
