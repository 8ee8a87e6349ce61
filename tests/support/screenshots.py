"""The README's pictures, made from the demonstration: `make screenshots`."""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from forms_app.demo.area import CARERS_SERVICE, TODAY
from forms_app.demo.instance import Instance
from forms_app.demo.rounds import slug_of
from forms_app.demo.staff import PASSWORD
from tests.support.chromium import chromium, phone, press, served, served_folder

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "contributing" / "pictures"
DESK = {"width": 1180, "height": 860}


def desk(browser: Browser, address: str) -> BrowserContext:
    """A laptop's screen."""
    return browser.new_context(base_url=address, viewport=DESK)


def take(page: Page, name: str) -> None:
    """Keep a picture of what is on the screen."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(PICTURES / f"{name}.png"))
    print(f"{name}.png")


def sign_in(page: Page, email: str) -> None:
    """Sign in through the form."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def carers_pages(page: Page) -> None:
    """A carer on a phone: the start, a question, the place of safety, the check."""
    page.goto(f"/s/{slug_of(CARERS_SERVICE.key, 'carer-short')}")
    take(page, "carer-start")
    press(page, "Start")
    take(page, "carer-question")
    while "/answers/check" not in page.url:
        if page.locator("input[type=radio]").count():
            page.locator("label.govuk-radios__label").first.click()
        press(page, "Continue")
    take(page, "carer-check")


def workers_pages(page: Page) -> None:
    """A support worker at a desk: my people, a person, a review."""
    sign_in(page, f"worker@{CARERS_SERVICE.key}.example")
    page.goto("/people")
    take(page, "worker-people")
    links = page.locator("main a[href^='/person/']")
    for person in [links.nth(number).get_attribute("href") for number in range(links.count())]:
        page.goto(f"{person}/review")
        if page.locator(".app-goal").count() > 1:
            break
    page.locator(".app-goal").first.scroll_into_view_if_needed()
    take(page, "worker-review")
    page.goto(str(person))
    take(page, "worker-person")


def managers_pages(page: Page) -> None:
    """A provider's manager: what is due."""
    sign_in(page, f"manager@{CARERS_SERVICE.key}.example")
    page.goto("/returns")
    take(page, "manager-returns")


def commissioners_pages(page: Page) -> None:
    """A commissioner: what waits for a decision."""
    sign_in(page, "commissioner@elmsford.example")
    page.goto("/manage")
    take(page, "commissioner-manage")


def readers_pages(page: Page, small: Page) -> None:
    """A member of the public: the front page, a framework, a measure; the front page on a phone."""
    page.goto("/")
    take(page, "site-front")
    page.goto("/frameworks/rochdale-carers/")
    take(page, "site-framework")
    page.goto("/frameworks/rochdale-carers/measures/k2/")
    take(page, "site-measure")
    small.goto("/")
    take(small, "site-front-phone")


def main() -> None:
    """Take all pictures from the finished demonstration in instance/demo."""
    instance = Instance(ROOT / "instance" / "demo", 2026, 5000)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        app = stack.enter_context(served(instance.app()))
        site = stack.enter_context(served_folder(instance.home / "site"))
        carers_pages(phone(browser, app).new_page())
        workers_pages(desk(browser, app).new_page())
        managers_pages(desk(browser, app).new_page())
        commissioners_pages(desk(browser, app).new_page())
        readers_pages(desk(browser, site).new_page(), phone(browser, site).new_page())
    print(f"Taken on the demonstration's day, {TODAY}, into {PICTURES.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
