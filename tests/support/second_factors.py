"""Second factors in tests: an authenticator app of our own, and the forms that set one up."""

import base64
import hmac
import re
import struct
import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.work import Attempt
from tests.support.house_rules import check_page
from tests.support.staff import PASSWORD, new_client


def code_of(key: str, steps: int = 0) -> str:
    """What an app shows for `key` now, or so many half minutes later (RFC 6238, worked out by hand)."""
    secret = base64.b32decode(re.sub(r"\s", "", key))
    mark = hmac.new(secret, struct.pack(">Q", int(time.time() // 30) + steps), "sha1").digest()
    start = mark[-1] & 15
    return f"{(struct.unpack('>I', mark[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def half_in(app: Flask, email: str, path: str = "/sign-in") -> FlaskClient:
    """A browser in which the password was right."""
    client = new_client(app)
    answer = client.post(path, data={"email": email, "password": PASSWORD})
    assert answer.location.startswith("/sign-in/second-factor"), answer.text
    return client


def set_up_app(client: FlaskClient) -> tuple[str, list[str]]:
    """Set an app up through the pages; its key and the recovery codes."""
    page = client.get("/account/authenticator")
    assert page.status_code == 200, page.location
    check_page(page.text)
    key, offer = key_on(page.text), hidden(page.text)["offer"]
    answer = client.post("/account/authenticator", data={"offer": offer, "code": code_of(key)})
    check_page(answer.text)
    return key, codes_on(answer.text)


def key_on(html: str) -> str:
    """The key that the page shows to type."""
    found = re.search(r'id="key">([A-Z2-7 ]+)<', html)
    assert found, html
    return found[1]


def codes_on(html: str) -> list[str]:
    """The recovery codes that the page shows."""
    return re.findall(r'<code class="app-code">([^<]+)</code>', html)


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def forget_used_codes(app: Flask) -> None:
    """Let codes be used again, as if half a minute had gone by."""
    with app.app_context():
        db.session.query(Attempt).filter_by(what="code-used").delete()
        db.session.commit()


def user_called(app: Flask, email: str) -> User:
    """The account as it is in the table."""
    with app.app_context():
        return db.session.scalars(select(User).filter_by(email=email)).one()
