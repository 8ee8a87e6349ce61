"""What browser tests of respondents' pages share: an app with an open round, a server that can be stopped, a phone."""

import json
import threading
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer, make_server

from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Provider
from forms_app.models.responses import AnswerRow, Response, Round
from forms_app.respond.keys import key_hash
from tests.browser.each_kind import GOOD_ANSWERS, write_definitions
from tests.conftest import make_app
from tests.support.chromium import phone, press

WHAT_IS_LEFT = """async () => ({
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(found => found.scope),
  databases: (await indexedDB.databases()).map(found => found.name),
  session: Object.keys(sessionStorage), local: Object.keys(localStorage), cookies: document.cookie})"""
NOTHING = {"caches": [], "workers": [], "databases": [], "session": [], "local": [], "cookies": ""}


def open_round(folder: Path, survey: str = "each-kind", **settings: Any) -> Flask:
    """An app with one provider and a round at `/s/spring`, open to all, in which `survey` is asked."""
    build()
    if survey == "each-kind":
        settings["DEFINITIONS"] = write_definitions(folder / "definitions")
    app = make_app(f"sqlite:///{folder / 'test.sqlite'}", folder / "home", COUNCIL_NAME="Anytown Council", **settings)
    with app.app_context():
        db.session.add(Provider(provider="hub", name="Anytown Carers Hub"))
        db.session.commit()
    add_round(app, "spring", survey=survey)
    return app


def add_round(app: Flask, slug: str, **values: Any) -> int:
    """One more round; returns its id."""
    usual = {"survey": "each-kind", "provider": "hub", "title": "Your life as a carer: spring 2026"}
    days = {"opens_on": date(2026, 5, 1), "closes_on": date(2026, 5, 31)}
    with app.app_context():
        made = Round(**{"slug": slug, **usual, **days, **values})
        db.session.add(made)
        db.session.commit()
        return made.id


class Server:
    """An app at one address, where it can be stopped and started again as a machine is."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self._running: BaseWSGIServer | None = None
        self.start()

    @property
    def address(self) -> str:
        """Where the app answers."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Answer at the address."""
        self._running = make_server("127.0.0.1", self._port, self._app, threaded=True)
        self._port = self._running.server_port
        threading.Thread(target=self._running.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Refuse all connections."""
        if self._running:
            self._running.shutdown()
            self._running.server_close()
            self._running = None


def begun(context: BrowserContext, slug: str = "spring") -> Page:
    """A page at the first question of a new response."""
    page = context.new_page()
    page.goto(f"/s/{slug}")
    press(page, "Start")
    return page


def at(app: Flask, context: BrowserContext, key: str, page: Page | None = None) -> Page:
    """A page at question `key` of a new response (of `page`'s, if given); "check": at the check page.

    The questions before are answered without the browser, so that the phone knows nothing of them.
    """
    page = page or begun(context)
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    for question, value in GOOD_ANSWERS.items():
        if question == key:
            break
        client.post(f"{address_of(page)}/{question}", data={"answer": value, "whole": "yes"})
    page.goto(address_of(page) + ("/answers/check" if key == "check" else f"/{key}"))
    return page


def key_of(page: Page) -> str:
    """The question that the page's address names."""
    return page.url.split("?")[0].rsplit("/", 1)[1]


def address_of(page: Page) -> str:
    """The path `/a/<address>` of the response that the page belongs to."""
    return "/" + "/".join(page.url.split("/")[3:5])


def choose(page: Page, number: int = 0) -> str:
    """Pick a choice of the page; returns its value."""
    value = page.locator("input[type=radio], input[type=checkbox]").nth(number).get_attribute("value")
    page.locator("label.govuk-radios__label, label.govuk-checkboxes__label").nth(number).click()
    assert value is not None
    return value


def give_an_answer(page: Page, words: str = "They phoned me back when they said they would.") -> None:
    """Pick the first choice or write `words`, and go on."""
    if page.locator("input[type=radio], input[type=checkbox]").count():
        choose(page)
    else:
        page.locator("#answer").fill(words)
    press(page, "Continue")


def answer_up_to(page: Page, key: str) -> None:
    """Answer questions until `key` is asked; "check" for the end."""
    while key_of(page) != key:
        give_an_answer(page)


ON_GUARD = """async () => {
  const kept = await caches.open('kept pages ' + location.pathname.match(/^.a.[^/]+/)[0]);
  const parts = [location.href, document.scripts[0].src];
  for (const part of parts) if (!(await kept.match(part))) return false;
  return Boolean(navigator.serviceWorker.controller);
}"""


def until(page: Page, is_so: str) -> None:
    """Wait until an async function of the page gives something true. Playwright's own wait takes the promise for that."""
    page.evaluate(
        f"""async () => {{
          const isSo = {is_so}, end = Date.now() + 20000;
          while (!(await isSo())) {{
            if (Date.now() > end) throw new Error('It never came to be: ' + isSo);
            await new Promise(resolve => setTimeout(resolve, 50));
          }} }}"""
    )


def on_guard(page: Page) -> None:
    """Wait until the phone keeps answers of this page: a worker is in charge, the page and its script are kept."""
    until(page, ON_GUARD)


def nothing_is_left(page: Page) -> None:
    """Wait until the phone keeps nothing of the service."""
    nothing = json.dumps(NOTHING, separators=(",", ":"))
    until(page, f"async () => JSON.stringify(await ({WHAT_IS_LEFT})()) == '{nothing}'")


def answers_of(app: Flask, page: Page) -> dict[str, str]:
    """The stored answers of the response that the page belongs to, by question: codes, numbers or words."""
    secret = address_of(page).split("/")[2].split("~")[0]
    with app.app_context():
        response = db.session.scalar(select(Response.response).where(Response.secret_hash == key_hash(secret)))
        rows = db.session.scalars(select(AnswerRow).where(AnswerRow.response == response)).all()
        return {row.question: row.code or row.text or ("" if row.number is None else str(row.number)) for row in rows}


def a_phone(browser: Browser, server: Server, **settings: Any) -> BrowserContext:
    """A phone's screen, with nothing on it yet."""
    return phone(browser, server.address, **settings)


def fill_in(page: Page) -> str:
    """Answer the page's question with its last ordinary choice or with words; returns the value."""
    if page.locator("#answer[type=text], textarea#answer").count():
        value = "12" if page.locator("#answer[inputmode=numeric]").count() else "Quiet, and a “cup of tea”"
        page.locator("#answer").fill(value)
        return value
    return choose(page, 1)


def shown(page: Page) -> list[str]:
    """The values that the form on the page holds now."""
    return list(
        page.evaluate("""() => [...new FormData(document.getElementById('question'))]
            .filter(([name]) => name == 'answer').map(([, value]) => value).filter(value => value)""")
    )


def lose_signal(context: BrowserContext, server: Server, how: str) -> None:
    """The phone has no signal, or the server cannot be reached."""
    context.set_offline(True) if how == "no signal" else server.stop()


def regain_signal(context: BrowserContext, server: Server, how: str) -> None:
    """The other way round."""
    context.set_offline(False) if how == "no signal" else server.start()
