"""A forgotten password."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from forms_app.administration.reset_pages import A_CALLER, AN_ACCOUNT
from forms_app.database import db
from forms_app.models.accounts import PasswordReset, User
from tests.forms_app.administration.accounts import (
    NEW_PASSWORD,
    account,
    choose,
    events,
    link_in,
    messages,
    number_of,
    page_of,
    send,
    set_all,
)
from tests.support.house_rules import check_page
from tests.support.staff import PASSWORD, add_staff, new_client, opened, sign_in, signed_in

EMAIL = "support_worker@north.example"


def ask(client: FlaskClient, email: str = EMAIL) -> tuple[int, str]:
    answer = client.post("/forgotten-password", data={"email": email})
    return answer.status_code, answer.location


@pytest.fixture
def link(app: Flask, client: FlaskClient) -> str:
    """The path of a link that someone asked for."""
    add_staff(app)
    ask(client, f" {EMAIL.upper()} ")
    return link_in(send(app)[-1])


def test_the_way_there_stands_on_the_sign_in_page(client: FlaskClient) -> None:
    assert 'href="/forgotten-password"' in opened(client, "/sign-in")
    opened(client, "/forgotten-password")


def test_a_new_password_ends_every_session_and_the_old_one(app: Flask, client: FlaskClient, link: str) -> None:
    before = new_client(app)
    sign_in(before, EMAIL)
    opened(client, link)
    answer = client.post(link, data={"password": NEW_PASSWORD, "password-again": NEW_PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert before.get("/people").status_code == 302
    assert "not right" in new_client(app).post("/sign-in", data={"email": EMAIL, "password": PASSWORD}).text
    sign_in(client, EMAIL, NEW_PASSWORD)
    whose = {"user": number_of(app, EMAIL)}
    assert events(app, "password-reset-sent") == events(app, "password-reset") == [whose]
    assert "Your password was changed" in send(app)[-1]


def test_a_second_factor_is_not_skipped(app: Flask, client: FlaskClient, link: str) -> None:
    set_all(app, User, tf_totp_secret="JBSWY3DPEHPK3PXP", tf_primary_method="authenticator")
    assert choose(client, link) == 303
    answer = client.post("/sign-in", data={"email": EMAIL, "password": NEW_PASSWORD})
    assert "second-factor" in (answer.location or "") or "code" in answer.text
    assert client.get("/people").status_code == 302
    assert account(app, EMAIL).tf_totp_secret


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_work(app: Flask) -> None:
    add_staff(app)
    done: dict[str, list[str]] = {}
    for email in (EMAIL, "nobody@north.example"):
        seen = done[email] = []
        with app.app_context():
            listener = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", listener)
        assert ask(new_client(app), email) == (303, "/forgotten-password/sent")
        with app.app_context():
            event.remove(db.engine, "before_cursor_execute", listener)
    first, second = done.values()
    assert first == second
    assert not any("FROM user" in one or 'FROM "user"' in one for one in first)
    opened(new_client(app), "/forgotten-password/sent")
    assert len(send(app)) == 1
    assert [(one.state, one.address) for one in messages(app, "password-reset")] == [("sent", None), ("cancelled", None)]


def test_nothing_goes_to_an_account_that_is_turned_off(app: Flask, client: FlaskClient) -> None:
    add_staff(app)
    set_all(app, User, active=False)
    ask(client)
    assert send(app) == []


def test_an_address_gets_three_messages_an_hour_and_a_caller_no_end_of_them(app: Flask, client: FlaskClient) -> None:
    add_staff(app)
    assert {ask(client) for _often in range(AN_ACCOUNT + 2)} == {(303, "/forgotten-password/sent")}
    assert len(send(app)) == AN_ACCOUNT
    statuses = [ask(client, f"n{number}@north.example")[0] for number in range(A_CALLER)]
    assert (statuses[0], statuses[-1]) == (303, 429)


def test_a_link_works_once_for_an_hour_and_opening_it_uses_nothing_up(app: Flask, client: FlaskClient, link: str) -> None:
    unknown = new_client(app).get("/new-password/unknown")
    check_page(unknown.text)
    assert new_client(app).get(link).status_code == 200
    set_all(app, PasswordReset, expires_at=datetime(2026, 1, 1))
    assert new_client(app).get(link).text == unknown.text
    set_all(app, PasswordReset, expires_at=datetime(2036, 1, 1))
    assert choose(client, link) == 303
    assert choose(client, link) == 404
    assert new_client(app).get(link).text == unknown.text


def test_one_new_password_makes_every_other_link_useless(app: Flask, client: FlaskClient, link: str) -> None:
    ask(client)
    other = link_in(send(app)[-1])
    assert other != link
    assert choose(client, link) == 303
    assert new_client(app).get(other).status_code == 404


@pytest.mark.parametrize("password", ["", "short", "support_worker1"])
def test_a_poor_password_is_refused(app: Flask, client: FlaskClient, link: str, password: str) -> None:
    answer = client.post(link, data={"password": password, "password-again": password})
    check_page(answer.text)
    assert answer.status_code == 422
    sign_in(client, EMAIL)


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "\0@north.example", "x" * 300 + "@north.example"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_no_address_is_said(client: FlaskClient, email: str) -> None:
    answer = client.post("/forgotten-password", data={"email": email})
    check_page(answer.text)
    assert answer.status_code == 422


def test_an_administrator_sends_a_link(app: Flask) -> None:
    add_staff(app)
    admin = signed_in(app, "administrator", "north")
    opened(admin, page_of(app, EMAIL, "password"))
    assert admin.post(page_of(app, EMAIL, "password")).status_code == 303
    assert choose(new_client(app), link_in(send(app)[-1])) == 303


def test_without_e_mail_the_page_says_whom_to_ask(app: Flask, client: FlaskClient) -> None:
    app.config["EMAIL_CARRIER"] = "none"
    assert "Ask the person who manages accounts" in opened(client, "/forgotten-password")
    assert "Ask the person who manages accounts" in client.post("/forgotten-password", data={"email": EMAIL}).text
    assert messages(app, "password-reset") == []
