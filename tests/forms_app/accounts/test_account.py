"""My account: what it says, and changing one's password."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.accounts.notices import notice
from forms_app.accounts.passwords import problem_with
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.audit import AuditEvent
from forms_app.models.work import Message
from tests.support.house_rules import check_page
from tests.support.staff import PASSWORD, add_staff, new_client, opened, sign_in, signed_in

NEW = "kettle orbit mustard"


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> str:
    """Send the form; the page that says what is wrong, or ""."""
    sent = {"old": old, "new": new, "again": new if again is None else again}
    answer = client.post("/account/password", data=sent)
    if answer.status_code == 302:
        return ""
    check_page(answer.text)
    return answer.text


def test_the_page_says_who_i_am_here(app: Flask) -> None:
    client = signed_in(app)
    page = opened(client, "/account")
    for words in ("Sam Support Worker", "support_worker@north.example", "North Carers", "Support worker"):
        assert words in page
    assert 'href="/account"' in opened(client, "/people")
    opened(signed_in(app, "commissioner", None), "/account")


def test_a_stranger_sees_nothing(client: FlaskClient) -> None:
    for path in (
        "/account",
        "/account/password",
        "/account/authenticator",
        "/account/passkey",
        "/account/passkeys/1/remove",
    ):
        assert client.get(path).location == f"/sign-in?next={path}"


def test_a_changed_password_is_the_one_that_signs_in_and_others_are_out(app: Flask) -> None:
    client, other, email = new_client(app), new_client(app), add_staff(app)
    sign_in(client, email)
    sign_in(other, email)
    opened(client, "/account/password")
    assert change(client) == ""
    assert "Your password is changed." in opened(client, "/account")
    assert other.get("/people").status_code == 302
    sign_in(new_client(app), email, NEW)
    assert new_client(app).post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 200
    with app.app_context():
        assert "password-changed" in db.session.scalars(select(AuditEvent.action)).all()
        assert db.session.scalars(select(Message.kind)).all() == ["password-changed"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"old": "wrong"}, "The password is not right"),
        ({"old": ""}, "Enter your password"),
        ({"new": "short"}, "Use at least 12 characters"),
        ({"new": ""}, "Enter a new password"),
        ({"new": "Password1234!"}, "one of the first that people would guess"),
        ({"new": "worker of the north"}, "Leave your name"),
        ({"new": "x9" * 101}, "Use at most 200 characters"),
        ({"again": "kettle orbit mustart"}, "Type the same twice"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_what_to_do(app: Flask, sent: dict[str, str], words: str) -> None:
    client = signed_in(app)
    assert words in change(client, **sent)
    sign_in(new_client(app), "support_worker@north.example")


def test_whoever_sits_at_an_open_screen_does_not_guess_the_password(app: Flask) -> None:
    client = signed_in(app)
    for _ in range(10):
        change(client, old="wrong")
    assert "too many wrong tries" in change(client)
    with app.app_context():
        assert "sign-in-refused" in db.session.scalars(select(AuditEvent.action)).all()


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("kettle orbit mustard", True), ("made-up-elmsford", True), ("xkq8 w2mz 77dL", True),
        ("水は低きに流れ人は易きに流る", True),
        ("passwordpassword", False), ("P@ssw0rd2024!!", False), ("qwertyuiop12", False), ("123412341234", False),
        ("abcdefghijklm", False), ("aaaaaaaaaaaaaaa", False), ("Liverpool2024!", False),
        ("correct horse battery staple", False),
        ("Ann Example lives", False), ("@nn.3x@mple-1988", False), ("secondname!!!!", False),
    ],
)  # fmt: skip
def test_passwords_that_others_would_guess_are_refused(app: Flask, password: str, fine: bool) -> None:
    with app.test_request_context():
        assert (problem_with(password, User(name="Ann Example", email="secondname@x.example")) is None) is fine


def test_the_message_about_a_change_says_what_to_do(app: Flask) -> None:
    change(signed_in(app))
    with app.app_context():
        content = notice(db.session.scalars(select(Message)).one())
        assert content
        assert content.subject == "Your password was changed"
        assert "If it was not you" in content.body
