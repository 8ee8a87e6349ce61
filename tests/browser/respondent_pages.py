"""Every page that a respondent can be shown, in every state, for tests that look at all of them.

`STATES` names each, with a function that brings a browser there: `STATES["check"](visit)` returns the page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from flask import Flask
from playwright.sync_api import BrowserContext, Page

from forms_app.database import db
from forms_app.models.responses import Invitation, InvitationToken
from forms_app.respond.keys import key_hash
from tests.browser.carers_phone import add_round, address_of, at, begun, on_guard
from tests.support.chromium import press

FRESH, USED = "a-personal-link-000001", "a-personal-link-000002"


@dataclass(frozen=True)
class Visit:
    """An app with the rounds of `add_rounds`, and a phone; `language` is added to pages before a response exists."""

    app: Flask
    context: BrowserContext
    language: str = ""

    def open(self, path: str) -> Page:
        """A new page at a path."""
        page = self.context.new_page()
        page.goto(path + (f"?lang={self.language}" if self.language else ""))
        return page

    def at(self, key: str) -> Page:
        """A new page at a question of a new response, or at the check page."""
        page = self.open("/s/spring")
        page.locator("main form button").click()
        page.wait_for_url(re.compile("/a/"))
        return at(self.app, self.context, key, page)


def add_rounds(app: Flask, **values: object) -> None:
    """Rounds in every state beside `/s/spring`, and two personal links; the fault at `/fault`. Once for each app."""
    add_round(app, "closed", opens_on=date(2026, 1, 1), closes_on=date(2026, 2, 1), **values)
    add_round(app, "soon", opens_on=date(2026, 9, 1), closes_on=None, **values)
    personal = add_round(app, "personal", open_to_all=False, **values)
    with app.app_context():
        for token, state in ((FRESH, "made"), (USED, "sent")):
            invitation = Invitation(round_id=personal, state=state)
            db.session.add(invitation)
            db.session.flush()
            db.session.add(InvitationToken(token_hash=key_hash(token), invitation_id=invitation.id))
        db.session.commit()


def _go_on(page: Page) -> Page:
    with page.expect_navigation():
        page.locator("#question .govuk-button").click()
    return page


def _wrong(key: str, typed: str) -> Callable[[Visit], Page]:
    """The question's page with what is wrong."""

    def show(visit: Visit) -> Page:
        page = visit.at(key)
        if typed:
            page.locator("#answer").fill(typed)
        _go_on(page)
        page.locator(".govuk-error-summary").wait_for()
        return page

    return show


def _alone_and_others(visit: Visit) -> Page:
    page = visit.at("kinds.many")
    page.evaluate("document.querySelectorAll('input[type=checkbox]').forEach(box => box.checked = true)")
    _go_on(page)
    page.locator(".govuk-error-summary").wait_for()
    return page


def _help(visit: Visit) -> Page:
    page = visit.at("kinds.safe")
    page.locator("label.govuk-radios__label").nth(1).click()
    return _go_on(page)


def _sent(visit: Visit) -> Page:
    page = visit.at("check")
    with page.expect_navigation():
        page.locator("form[action$='/answers/send'] button").click()
    return page


def _already_sent(visit: Visit) -> Page:
    page = visit.at("kinds.must")
    client = visit.app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.post(f"{address_of(page)}/kinds.must", data={"answer": "yes", "whole": "yes"})
    client.post(f"{address_of(page)}/answers/send")
    return _go_on(page)


def _read_back(visit: Visit) -> Page:
    page = _sent(visit)
    code = page.locator(".app-receipt-code").inner_text()
    page.goto("/receipt" + (f"?lang={visit.language}" if visit.language else ""))
    page.locator("#code").fill(code)
    with page.expect_navigation():
        page.locator("main form button").click()
    return page


def _erase(visit: Visit) -> Page:
    page = _read_back(visit)
    with page.expect_navigation():
        page.locator("form[action*='/receipt/erase'] button").click()
    return page


def _erased(visit: Visit) -> Page:
    page = _erase(visit)
    with page.expect_navigation():
        page.locator("form[action*='/receipt/erase'] button").click()
    return page


def _wrong_code(visit: Visit, path: str) -> Page:
    page = visit.open(path)
    page.locator("#code").fill("22222")
    with page.expect_navigation():
        page.locator("main form button").click()
    return page


def _later(visit: Visit) -> Page:
    page = visit.at("kinds.many")
    with page.expect_navigation():
        page.locator("button[value=later]").click()
    return page


def _kept(visit: Visit) -> Page:
    page = visit.at("kinds.text")
    page.locator("#answer").fill("Quiet")
    on_guard(page)
    visit.context.set_offline(True)
    _go_on(page)
    page.locator("#signal").wait_for()
    return page


def _stays(visit: Visit) -> Page:
    page = visit.open("/s/spring")
    visit.context.set_offline(True)
    page.locator("main form button").click()
    page.locator("#signal").wait_for()
    return page


def _fault(visit: Visit) -> Page:
    """What a fault of ours shows, with what was typed on it: asked for with a name that the app's tests fail on."""
    page = visit.at("kinds.text")
    page.locator("#answer").fill("Quiet")
    visit.app.config["FAIL_ON_PURPOSE"] = True
    try:
        return _go_on(page)
    finally:
        visit.app.config.pop("FAIL_ON_PURPOSE")


def fail_on_purpose(app: Flask) -> None:
    """Let an app fail at a POST while its setting FAIL_ON_PURPOSE is there. To be called before its first request."""
    from flask import request
    from werkzeug.exceptions import InternalServerError

    @app.before_request
    def fail() -> None:
        if app.config.get("FAIL_ON_PURPOSE") and request.method == "POST":
            raise InternalServerError


STATES: dict[str, Callable[[Visit], Page]] = {
    "home": lambda visit: visit.open("/"),
    "start": lambda visit: visit.open("/s/spring"),
    "start without signal": _stays,
    "start by personal link": lambda visit: visit.open(f"/i/{FRESH}"),
    "personal links only": lambda visit: visit.open("/s/personal"),
    "link used": lambda visit: visit.open(f"/i/{USED}"),
    "closed": lambda visit: visit.open("/s/closed"),
    "not open yet": lambda visit: visit.open("/s/soon"),
    "one": lambda visit: visit.at("kinds.one"),
    "many": lambda visit: visit.at("kinds.many"),
    "text": lambda visit: visit.at("kinds.text"),
    "number": lambda visit: visit.at("kinds.number"),
    "scale": lambda visit: visit.at("kinds.scale"),
    "safety": lambda visit: visit.at("kinds.safe"),
    "required": lambda visit: visit.at("kinds.must"),
    "error on many": _alone_and_others,
    "error on text": _wrong("kinds.text", "Long " * 20),
    "error on number": _wrong("kinds.number", "lots"),
    "error on required": _wrong("kinds.must", ""),
    "help": _help,
    "ask for contact": lambda visit: visit.open("/s/spring/contact"),
    "contact asked": lambda visit: visit.open("/s/spring/contact/asked"),
    "kept without signal": _kept,
    "finish later": _later,
    "code to finish": lambda visit: visit.open("/finish"),
    "wrong code to finish": lambda visit: _wrong_code(visit, "/finish"),
    "check": lambda visit: visit.at("check"),
    "sent": _sent,
    "already sent": _already_sent,
    "receipt": lambda visit: visit.open("/receipt"),
    "wrong receipt": lambda visit: _wrong_code(visit, "/receipt"),
    "read back": _read_back,
    "erase": _erase,
    "erased": _erased,
    "not found": lambda visit: visit.open("/a/" + quote("nothing here")),
    "fault": _fault,
}
__all__ = ["STATES", "Visit", "add_rounds", "begun", "fail_on_purpose", "press"]
