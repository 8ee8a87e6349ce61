"""Administrators see and manage the accounts of their own organisation, and of no other."""

import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from forms_app.administration import changes
from forms_app.commands.users import add_user
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.records import Person
from tests.forms_app.administration.accounts import account, change, events, number_of, page_of, roles_of, send
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import PASSWORD, add_staff, new_client, opened, sign_in, signed_in


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """The administrator of `north`, beside a worker and a manager of theirs, and people of others."""
    for role, provider in (("support_worker", "north"), ("provider_manager", "north"), ("administrator", "south")):
        add_staff(app, role, provider)
    add_staff(app, "commissioner", None)
    return signed_in(app, "administrator", "north")


WORKER, MANAGER, ADMIN = (f"{role}@north.example" for role in ("support_worker", "provider_manager", "administrator"))


def test_the_list_holds_everybody_of_the_own_organisation_alone(app: Flask, admin: FlaskClient) -> None:
    page = opened(admin, "/administration")
    assert "3 accounts" in page
    assert WORKER in page
    assert "south.example" not in page
    assert "council.example" not in page
    council = opened(signed_in(app, "administrator", None), "/administration")
    assert "2 accounts" in council
    assert "north.example" not in council


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("find=MANAGER", 1),
        ("role=administrator", 1),
        ("state=off", 0),
        ("state=no-second-factor", 3),
        ("role=x&state=y", 3),
    ],
)
def test_accounts_are_narrowed_by_name_role_and_state(admin: FlaskClient, query: str, count: int) -> None:
    assert f"{count} account" in opened(admin, f"/administration?{query}")


def test_the_name_that_is_looked_for_stands_in_no_address(app: Flask, admin: FlaskClient) -> None:
    for number in range(60):
        add_staff(app, email=f"w{number}@north.example")
    form = {"find": "North.Exam", "role": "support_worker", "state": "x"}
    path = admin.post("/administration/find", data=form).location
    assert path.startswith("/administration?find=")
    assert path.endswith("&role=support_worker")
    page = opened(admin, path)
    assert "61 accounts" in page
    assert 'value="North.Exam"' in page
    links = re.findall(r'href="(/administration\?[^"]*page=2)"', page)
    assert links
    for address in (path, *links):
        assert "exam" not in unquote(unescape(address)).lower()
        assert "61 accounts" in opened(admin, unescape(address))
    assert admin.post("/administration/find", data={"find": " ", "state": "off"}).location == "/administration?state=off"


def test_the_list_takes_as_many_queries_for_forty_accounts_as_for_three(app: Flask, admin: FlaskClient) -> None:
    seen: list[object] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    opened(admin, "/administration")
    first = len(seen)
    for number in range(37):
        add_staff(app, email=f"w{number}@north.example")
    seen.clear()
    opened(admin, "/administration")
    assert len(seen) == first


def test_only_administrators_open_the_list_of_accounts(app: Flask) -> None:
    manager = signed_in(app, "provider_manager", "north")
    assert manager.get("/administration").status_code == 403
    assert manager.get("/administration/invite").status_code == 403


def test_an_account_of_another_organisation_is_not_there(app: Flask, admin: FlaskClient) -> None:
    for email in ("administrator@south.example", "commissioner@council.example"):
        before = account(app, email)
        for action in ("", "off", "on", "second-factor", "sign-out", "password"):
            assert admin.get(page_of(app, email, action)).status_code == 404
            assert admin.post(page_of(app, email, action), data={"name": "x", "roles": "administrator"}).status_code == 404
        assert account(app, email).fs_uniquifier == before.fs_uniquifier
    assert admin.get(f"/administration/account/{2**63}").status_code == 404


def test_a_name_and_roles_are_changed_at_once(app: Flask, admin: FlaskClient) -> None:
    worker = new_client(app)
    sign_in(worker, WORKER)
    assert worker.get("/safety").status_code == 403
    assert change(app, admin, WORKER, "Wyn Worker", "support_worker", "duty_worker") == ""
    assert account(app, WORKER).name == "Wyn Worker"
    assert roles_of(app, WORKER) == {"support_worker", "duty_worker"}
    assert worker.get("/safety").status_code == 200
    assert events(app, "account-changed") == [{"user": number_of(app, WORKER), "roles": "support_worker;duty_worker"}]


@pytest.mark.parametrize(
    ("name", "roles", "error"),
    [
        ("", ["support_worker"], "Enter their name"),
        ("x" * 201, ["support_worker"], "Use 200 characters or fewer"),
        ("Wyn", [], "Tick what they may do"),
        ("Wyn", ["commissioner"], "Choose answers from the list"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    app: Flask, admin: FlaskClient, name: str, roles: list[str], error: str
) -> None:
    page = change(app, admin, WORKER, name, *roles)
    check_page(page)
    assert error in page
    assert account(app, WORKER).name == "Sam Support Worker"


def test_a_colleagues_change_is_not_overwritten_unseen(app: Flask, admin: FlaskClient) -> None:
    answer = admin.post(page_of(app, WORKER), data={"name": "Mine", "roles": "support_worker", "state": "older"})
    check_page(answer.text)
    assert answer.status_code == 409
    assert "Someone changed this account" in words_of_page(answer.text)
    assert 'value="Mine"' in answer.text
    assert account(app, WORKER).name == "Sam Support Worker"


def test_nobody_takes_the_role_from_themselves_or_turns_themselves_off(app: Flask, admin: FlaskClient) -> None:
    add_staff(app, "administrator", "north", "other@north.example")
    page = change(app, admin, ADMIN, "Sam", "support_worker")
    check_page(page)
    assert "from yourself" in page
    for action in ("off", "second-factor"):
        answer = admin.post(page_of(app, ADMIN, action))
        check_page(answer.text)
        assert answer.status_code == 409
    assert roles_of(app, ADMIN) == {"administrator"}
    assert account(app, ADMIN).active


@pytest.mark.parametrize("how", ["role", "off"])
def test_the_last_administrator_stays(app: Flask, admin: FlaskClient, how: str) -> None:
    """Of two who remove each other at the same moment, the second is refused: only one is left by then."""
    with app.app_context():
        last = db.session.scalars(select(User).filter_by(email=ADMIN)).one()
        gone = User(id=-1)
        remove = {
            "role": lambda: changes.change_account(last, "Sam", ["support_worker"], by=gone),
            "off": lambda: changes.turn_off(last, by=gone),
        }[how]
        with pytest.raises(changes.Refused, match="last administrator"):
            remove()
        add_user("other@north.example", "Sam", ("administrator",), "north", PASSWORD)
        remove()
        db.session.commit()
    assert admin.get("/administration").status_code == (403 if how == "role" else 302)


def test_an_account_that_is_turned_off_is_out_at_once_and_its_people_stay(app: Flask, admin: FlaskClient) -> None:
    worker = new_client(app)
    sign_in(worker, WORKER)
    whose = number_of(app, WORKER)
    with app.app_context():
        kept = {"role": "carer", "registered_on": date(2026, 2, 2), "worker_id": whose}
        db.session.add(Person(provider="north", person="NC-1", status="active", **kept))
        db.session.add(Person(provider="north", person="NC-2", status="closed", **kept))
        db.session.commit()
    assert "They are the worker of 1 person" in words_of_page(opened(admin, page_of(app, WORKER, "off")))
    for _twice in range(2):
        assert admin.post(page_of(app, WORKER, "off")).status_code == 303
    assert worker.get("/people").status_code == 302
    assert "not right" in new_client(app).post("/sign-in", data={"email": WORKER, "password": PASSWORD}).text
    with app.app_context():
        assert db.session.get_one(Person, ("north", "NC-1")).worker_id == whose
    assert events(app, "account-turned-off") == [{"user": whose}]
    assert "1 account" in opened(admin, "/administration?state=off")
    assert admin.post(page_of(app, WORKER, "password")).status_code == 409
    opened(admin, page_of(app, WORKER, "on"))
    admin.post(page_of(app, WORKER, "on"))
    sign_in(new_client(app), WORKER)


def test_a_second_factor_is_taken_away_and_they_hear_of_it(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        user = db.session.merge(account(app, WORKER))
        user.tf_totp_secret, user.tf_primary_method = "secret", "authenticator"
        db.session.commit()
    opened(admin, page_of(app, WORKER, "second-factor"))
    assert "2 accounts" in opened(admin, "/administration?state=no-second-factor")
    assert admin.post(page_of(app, WORKER, "second-factor")).status_code == 303
    assert account(app, WORKER).tf_totp_secret is None
    assert events(app, "account-second-factor-reset") == [{"user": number_of(app, WORKER)}]
    assert "A way to sign in was removed" in send(app)[-1]


def test_signing_out_everywhere_ends_every_session_of_theirs_alone(app: Flask, admin: FlaskClient) -> None:
    browsers = [new_client(app), new_client(app)]
    for browser in browsers:
        sign_in(browser, WORKER)
    manager = new_client(app)
    sign_in(manager, MANAGER)
    opened(admin, page_of(app, WORKER, "sign-out"))
    assert admin.post(page_of(app, WORKER, "sign-out")).status_code == 303
    assert [browser.get("/people").status_code for browser in browsers] == [302, 302]
    assert manager.get("/people").status_code == 200
    assert admin.get("/administration").status_code == 200
    assert admin.post(page_of(app, ADMIN, "sign-out")).location == "/sign-in"
    assert admin.get("/administration").status_code == 302


def test_what_is_not_an_action_is_not_there(app: Flask, admin: FlaskClient) -> None:
    assert admin.get(page_of(app, WORKER, "delete")).status_code == 404
    assert admin.post(page_of(app, WORKER, "delete")).status_code == 404
