"""Guessing is stopped, and a stranger who guesses locks nobody out."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.clock import now
from forms_app.database import db
from forms_app.models.audit import AuditEvent
from forms_app.models.work import Attempt
from tests.support.house_rules import check_page
from tests.support.staff import PASSWORD, add_staff, new_client, sign_in

WAIT = "There were too many wrong tries. Wait"


def at(app: Flask, address: str) -> FlaskClient:
    """A browser on another network."""
    client = new_client(app)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def guess(client: FlaskClient, email: str, password: str = "not the password") -> str:
    answer = client.post("/sign-in", data={"email": email, "password": password})
    if answer.text:
        check_page(answer.text)
    return answer.text


def refused(app: Flask) -> list[str]:
    with app.app_context():
        found = select(AuditEvent.details).where(AuditEvent.action == "sign-in-refused")
        return list(db.session.scalars(found))


def test_after_ten_wrong_passwords_even_the_right_one_waits(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    assert not any(WAIT in guess(client, email) for _ in range(10))
    assert WAIT in guess(client, email, PASSWORD)
    assert WAIT in guess(client, f" {email.upper()} ", PASSWORD)
    assert refused(app) == ['{"user": 1}'], "the log says it once, not for each try"


def test_an_address_without_an_account_waits_just_the_same(app: Flask, client: FlaskClient) -> None:
    pages = [guess(client, "nobody@north.example") for _ in range(11)]
    assert WAIT not in pages[9]
    assert WAIT in pages[10]
    assert refused(app) == ['{"user": null}']


def test_a_stranger_does_not_lock_the_owner_out(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    sign_in(client, email)
    client.post("/sign-out")
    stranger = at(app, "198.51.100.7")
    for _ in range(12):
        last = guess(stranger, email)
    assert WAIT in last
    sign_in(at(app, "192.0.2.1"), email)
    sign_in(client, email)


def test_the_owner_gets_in_where_they_were_before_though_many_networks_guess(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    sign_in(client, email)
    client.post("/sign-out")
    for number in range(51):
        last = guess(at(app, f"198.51.100.{number}"), email)
    assert f"{WAIT} 60 minutes" in last
    assert WAIT in guess(at(app, "192.0.2.1"), email, PASSWORD), "a browser that is not known waits"
    client.environ_base["REMOTE_ADDR"] = "198.51.100.3"
    sign_in(client, email)


def test_someone_on_the_same_network_does_not_lock_the_owner_out(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    sign_in(client, email)
    client.post("/sign-out")
    for number in range(61):
        last = guess(new_client(app), f"guess{number}@north.example")
    assert WAIT in last
    assert WAIT in guess(new_client(app), email, PASSWORD)
    sign_in(client, email)


def test_a_known_browser_guesses_no_more_than_another(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    sign_in(client, email)
    client.post("/sign-out")
    assert not any(WAIT in guess(client, email) for _ in range(10))
    assert WAIT in guess(client, email, PASSWORD)


def test_a_mark_is_good_for_its_own_account_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    email, other = add_staff(app), add_staff(app, email="other@north.example")
    sign_in(client, email)
    client.post("/sign-out")
    for _ in range(10):
        guess(new_client(app), other)
    assert WAIT in guess(client, other, PASSWORD)
    mark = client.get_cookie("known_device", path="/sign-in")
    assert mark
    assert mark.http_only
    for made_up in ("x", "." * 3000, mark.value.split(".")[0], mark.value[:-1] + "0" * 32, "é.é"):
        thief = new_client(app)
        thief.set_cookie("known_device", made_up, path="/sign-in")
        for _ in range(2):
            guess(thief, email)
    with app.app_context():
        assert not db.session.scalars(select(Attempt).where(Attempt.what == "password-device", Attempt.tries > 0)).all()


def test_a_right_password_is_no_guess(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    for _ in range(12):
        sign_in(at(app, "192.0.2.1"), email)
    with app.app_context():
        assert not any(row.tries for row in db.session.scalars(select(Attempt)))


def test_the_wait_ends_after_a_quarter_of_an_hour(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    email = add_staff(app)
    for _ in range(11):
        guess(client, email)
    later = now() + timedelta(minutes=15)
    monkeypatch.setattr("forms_app.clock.now", lambda: later)
    sign_in(client, email)
