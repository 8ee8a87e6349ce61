"""Nobody keeps a way into an organisation that is not theirs, or no longer theirs; two at once leave an administrator."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.administration.changes import administrators_of
from tests.forms_app.administration.accounts import (
    account,
    change,
    choose,
    events,
    invitations,
    invite,
    link_in,
    page_of,
    roles_of,
    send,
)
from tests.support.staff import add_staff, new_client, opened, sign_in, signed_in

FIRST, SECOND = "administrator@north.example", "second@north.example"


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """The first of the two administrators of `north`."""
    add_staff(app, "administrator", "north", SECOND)
    return signed_in(app, "administrator", "north")


def second(app: Flask) -> FlaskClient:
    client = new_client(app)
    sign_in(client, SECOND)
    return client


@pytest.mark.parametrize("how", ["off", "role"])
def test_a_link_that_an_administrator_made_beforehand_ends_with_them(app: Flask, admin: FlaskClient, how: str) -> None:
    invite(second(app), "own.private@home.example", roles=["administrator"])
    invite(admin, "kept@north.example")
    links = [link_in(mail) for mail in send(app)]
    if how == "off":
        assert admin.post(page_of(app, SECOND, "off")).status_code == 303
    else:
        assert change(app, admin, SECOND, "Sam", "support_worker") == ""
    assert [one.email for one in invitations(app)] == ["kept@north.example"]
    assert sorted(choose(new_client(app), link) for link in links) == [303, 404]
    assert len(events(app, "staff-invitation-taken-back")) == 1


def test_the_council_makes_no_new_link_once_a_provider_has_an_administrator(app: Flask, admin: FlaskClient) -> None:
    council = signed_in(app, "administrator", None)
    invite(council, "first@south.example", organisation="south", roles=["administrator"])
    invite(council, "late@south.example", organisation="south", roles=["provider_manager"])
    kept, late = invitations(app)
    assert council.get(f"/administration/invitation/{late.id}").status_code == 200
    assert choose(new_client(app), link_in(next(mail for mail in send(app) if "/join/" in mail))) == 303
    for path in (f"/administration/invitation/{one.id}" for one in (kept, late)):
        assert council.get(path).status_code == 404
        for action in ("again", "link", "take-back"):
            assert council.post(f"{path}/{action}").status_code == 404
    assert "late@south.example" not in opened(council, "/administration")


def test_fields_that_no_form_has_change_nothing(app: Flask, admin: FlaskClient) -> None:
    found = account(app, SECOND)
    path = page_of(app, SECOND)
    state = admin.get(path).text.split('name="state" value="')[1].split('"')[0]
    hostile = {
        "name": "Sam", "roles": ["administrator"], "state": state, "provider": "south", "email": "x@x.example",
        "password": "taken over now", "active": "", "id": "1", "fs_uniquifier": "x", "tf_totp_secret": "",
    }  # fmt: skip
    assert admin.post(path, data=hostile).status_code == 303
    now = account(app, SECOND)
    assert (now.provider, now.email, now.password, now.fs_uniquifier) == (
        found.provider, found.email, found.password, found.fs_uniquifier,
    )  # fmt: skip
    for roles in (["commissioner"], ["administrator", "commissioner"], ["support_worker;commissioner"]):
        assert admin.post(path, data=hostile | {"roles": roles, "state": state}).status_code in (409, 422)
    assert roles_of(app, SECOND) == {"administrator"}


def test_one_address_in_other_letters_is_one_address(app: Flask, admin: FlaskClient) -> None:
    invite(admin, "Nia.New@North.example")
    assert "There is an open invitation to this address already" in invite(
        admin, " nia.new@NORTH.EXAMPLE ", roles=["duty_worker"]
    )
    assert choose(new_client(app), link_in(send(app)[-1])) == 303
    assert "There is an account with this address already" in invite(admin, "NIA.NEW@north.example")


def test_two_administrators_who_turn_each_other_off_at_once_leave_one(app: Flask, admin: FlaskClient) -> None:
    posts = [(admin, page_of(app, SECOND, "off")), (second(app), page_of(app, FIRST, "off"))]
    gate, codes = threading.Barrier(2), []

    def press(client: FlaskClient, path: str) -> None:
        gate.wait()
        codes.append(client.post(path).status_code)

    threads = [threading.Thread(target=press, args=post) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes.count(303) == 1, codes
    with app.app_context():
        assert administrators_of("north") == 1
