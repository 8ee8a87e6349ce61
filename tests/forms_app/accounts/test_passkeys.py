"""Passkeys without a browser: whose they are, what they open, and that no answer is good twice."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from forms_app.database import db
from forms_app.models.accounts import User
from tests.support.house_rules import check_page
from tests.support.passkeys import Passkey, options_on
from tests.support.second_factors import code_of, half_in, hidden, key_on, user_called
from tests.support.staff import add_staff, new_client, opened, sign_in

REFUSED = "That passkey did not work"


def add_passkey(app: Flask, email: str, passkey: Passkey) -> FlaskClient:
    """Add it through the pages; the browser, still signed in."""
    client = new_client(app)
    sign_in(client, email)
    answer = client.post("/account/passkey", data=passkey.make(opened(client, "/account/passkey")) | {"name": "laptop"})
    check_page(answer.text)
    assert "Keep your recovery codes" in answer.text, answer.text
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/people").status_code == 200


@pytest.fixture
def email(app: Flask) -> str:
    """A worker's address."""
    return add_staff(app)


@pytest.fixture
def passkey(app: Flask, email: str) -> Passkey:
    """The worker's passkey."""
    made = Passkey(b"worker")
    add_passkey(app, email, made)
    return made


def with_passkey(client: FlaskClient, passkey: Passkey, **more: str) -> str:
    """Sign in with it in place of the password; the page that says what is wrong, or ""."""
    fields = passkey.use(opened(client, "/sign-in")) | more
    answer = client.post("/sign-in/passkey?next=/people", data=fields)
    if answer.status_code == 302:
        assert answer.location == "/people"
        return ""
    check_page(answer.text)
    return answer.text


def test_a_passkey_that_checks_its_holder_is_enough(app: Flask, passkey: Passkey) -> None:
    client = new_client(app)
    assert with_passkey(client, passkey) == ""
    assert is_in(client)


def test_what_was_answered_once_is_no_good_again(app: Flask, client: FlaskClient, passkey: Passkey) -> None:
    fields = passkey.use(opened(client, "/sign-in"))
    assert client.post("/sign-in/passkey", data=fields).status_code == 302
    thief = new_client(app)
    assert REFUSED in thief.post("/sign-in/passkey", data=fields).text
    assert not is_in(thief)


def test_one_that_checks_nobody_is_a_second_factor_only(app: Flask, email: str) -> None:
    found = Passkey(b"found in a drawer", checks=False)
    add_passkey(app, email, found)
    client = new_client(app)
    assert REFUSED in with_passkey(client, found)
    assert not is_in(client)
    half = half_in(app, email)
    assert half.post("/sign-in/second-factor", data=found.use(opened(half, "/sign-in/second-factor"))).status_code == 302
    assert is_in(half)


def test_a_passkey_of_somebody_else_is_no_second_factor(app: Flask, email: str, passkey: Passkey) -> None:
    mine = Passkey(b"manager")
    add_passkey(app, add_staff(app, "provider_manager"), mine)
    half = half_in(app, email)
    assert REFUSED in half.post("/sign-in/second-factor", data=mine.use(opened(half, "/sign-in/second-factor"))).text
    assert not is_in(half)


def test_what_one_was_asked_is_no_answer_for_another(app: Flask, email: str, passkey: Passkey) -> None:
    other = add_staff(app, "provider_manager")
    add_passkey(app, other, Passkey(b"manager"))
    theirs, mine = half_in(app, other), half_in(app, email)
    asked_of_them = opened(theirs, "/sign-in/second-factor")
    assert REFUSED in mine.post("/sign-in/second-factor", data=passkey.use(asked_of_them)).text
    asked_of_me = opened(mine, "/sign-in/second-factor")
    assert REFUSED in new_client(app).post("/sign-in/passkey", data=passkey.use(asked_of_me)).text
    asked_of_anyone = opened(new_client(app), "/sign-in")
    assert REFUSED in mine.post("/sign-in/second-factor", data=passkey.use(asked_of_anyone)).text
    assert not is_in(mine)


def test_a_copy_of_the_device_is_noticed(app: Flask, passkey: Passkey) -> None:
    assert with_passkey(new_client(app), passkey) == ""
    passkey.used = 0
    assert REFUSED in with_passkey(new_client(app), passkey)


def test_an_answer_given_to_another_site_is_refused(app: Flask, passkey: Passkey) -> None:
    passkey.origin = "http://1ocalhost"
    assert REFUSED in with_passkey(new_client(app), passkey)


def test_at_a_service_in_earnest_no_host_header_chooses_the_site(app: Flask, client: FlaskClient, passkey: Passkey) -> None:
    app.config["PUBLIC_URL"] = "https://carers.example"
    page = client.get("/sign-in", base_url="http://localhost").text
    assert options_on(page)["rpId"] == "carers.example"
    assert REFUSED in with_passkey(new_client(app), passkey)


@pytest.mark.parametrize("part", ["signature", "authenticatorData", "clientDataJSON"])
def test_a_damaged_answer_is_refused(app: Flask, client: FlaskClient, passkey: Passkey, part: str) -> None:
    fields = passkey.use(opened(client, "/sign-in"))
    answer = json.loads(fields["answer"])
    answer["response"][part] = answer["response"][part][:-6] + "AAAAAA"
    assert REFUSED in client.post("/sign-in/passkey", data=fields | {"answer": json.dumps(answer)}).text


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x", '{"rawId": 5}', '{"rawId": "é"}', "[" * 5000])
def test_what_is_no_answer_is_refused(client: FlaskClient, passkey: Passkey, answer: str) -> None:
    state = passkey.use(opened(client, "/sign-in"))["state"]
    assert REFUSED in client.post("/sign-in/passkey", data={"state": state, "answer": answer}).text
    assert REFUSED in client.post("/sign-in/passkey", data={"state": answer, "answer": answer}).text


def test_an_account_that_is_off_opens_with_no_passkey(app: Flask, client: FlaskClient, passkey: Passkey) -> None:
    with app.app_context():
        db.session.execute(update(User).values(active=False))
        db.session.commit()
    assert REFUSED in with_passkey(client, passkey)


def test_a_passkey_that_is_taken_is_added_to_nobody_else(app: Flask, passkey: Passkey) -> None:
    client, other = new_client(app), add_staff(app, "provider_manager")
    sign_in(client, other)
    answer = client.post("/account/passkey", data=passkey.make(opened(client, "/account/passkey")))
    assert "The passkey was not added" in answer.text
    assert "Keep your recovery codes" not in answer.text
    sign_in(new_client(app), other)


def test_an_app_and_a_passkey_stand_side_by_side(app: Flask, email: str) -> None:
    client = add_passkey(app, email, Passkey(b"laptop"))
    page = opened(client, "/account/authenticator")
    sent = {"offer": hidden(page)["offer"], "code": code_of(key_on(page))}
    assert client.post("/account/authenticator", data=sent).location == "/account"
    half = opened(half_in(app, email), "/sign-in/second-factor")
    assert "Use your passkey" in half
    assert "authenticator app" in half
    assert user_called(app, email).tf_totp_secret
