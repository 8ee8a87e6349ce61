"""The owner of an account hears by e-mail of what a stranger might have done, once a day for each kind of thing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from forms_app.accounts import notices
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.work import Message
from tests.support.second_factors import code_of, forget_used_codes, half_in, set_up_app
from tests.support.staff import add_staff, new_client, sign_in

SECOND = "/sign-in/second-factor"


@pytest.fixture
def email(app: Flask) -> str:
    """The address of a worker."""
    return add_staff(app)


@pytest.fixture
def key_and_codes(app: Flask, email: str) -> tuple[str, list[str]]:
    """The key in the worker's app, and their recovery codes. That the app was added is no news any more."""
    client = new_client(app)
    sign_in(client, email)
    made = set_up_app(client)
    forget_used_codes(app)
    with app.app_context():
        db.session.query(Message).delete()
        db.session.commit()
    return made


def told(app: Flask) -> list[tuple[str, str | None]]:
    """Of what, and whom, the first first."""
    with app.app_context():
        return [(one.kind, one.address) for one in db.session.scalars(select(Message).order_by(Message.id))]


def words(app: Flask) -> str:
    """The newest message as it would be sent."""
    with app.app_context():
        made = notices.notice(db.session.query(Message).order_by(Message.id.desc()).first())
        return f"{made.subject}\n{made.body}"


def a_day_later(app: Flask) -> None:
    """Let the messages so far be a day old."""
    with app.app_context():
        db.session.execute(update(Message).values(not_before=now() - timedelta(hours=24)))
        db.session.commit()


def test_a_recovery_code_that_signs_someone_in_is_told_once_a_day(
    app: Flask, email: str, key_and_codes: tuple[str, list[str]]
) -> None:
    codes = key_and_codes[1]
    for code in codes[:2]:
        assert half_in(app, email).post(SECOND, data={"recovery": code}).status_code == 302
    assert told(app) == [("recovery-code-used", email)]
    said = words(app)
    assert "Someone signed in to your account with a recovery code" in said
    assert not any(code in said for code in codes)
    a_day_later(app)
    half_in(app, email).post(SECOND, data={"recovery": codes[2]})
    assert told(app) == [("recovery-code-used", email)] * 2


def test_three_wrong_codes_after_the_right_password_are_told_once_a_day(
    app: Flask, email: str, key_and_codes: tuple[str, list[str]]
) -> None:
    for number, wrong in enumerate(({"code": "000000"}, {"recovery": "abcd"}, {"code": "000001"}, {"code": "000002"})):
        assert len(told(app)) == (number == 3)
        half_in(app, email).post(SECOND, data=wrong)
    assert told(app) == [("second-factor-refused", email)]
    assert "somebody knows your password: change it now" in words(app)
    a_day_later(app)
    half_in(app, email).post(SECOND, data={"code": "000003"})
    assert len(told(app)) == 2


def test_a_code_mistyped_twice_is_nobodys_news(app: Flask, email: str, key_and_codes: tuple[str, list[str]]) -> None:
    client = half_in(app, email)
    for wrong in ("000000", "000001"):
        client.post(SECOND, data={"code": wrong})
    assert client.post(SECOND, data={"code": code_of(key_and_codes[0])}).status_code == 302
    assert told(app) == []


def test_wrong_passwords_alone_are_nobodys_news(app: Flask, email: str, key_and_codes: tuple[str, list[str]]) -> None:
    for _try in range(4):
        new_client(app).post("/sign-in", data={"email": email, "password": "wrong"})
    assert told(app) == []
