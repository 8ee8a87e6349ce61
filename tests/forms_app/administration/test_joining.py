"""The page behind an invitation's link."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.models.accounts import StaffInvitation
from tests.forms_app.administration.accounts import (
    NEW_PASSWORD,
    account,
    choose,
    events,
    invitations,
    invite,
    link_in,
    roles_of,
    send,
    set_all,
)
from tests.support.house_rules import check_page
from tests.support.staff import add_staff, new_client, opened, sign_in, signed_in

EMAIL = "new@north.example"


@pytest.fixture
def link(app: Flask) -> str:
    """The path of a link that someone was sent."""
    invite(signed_in(app, "administrator", "north"), EMAIL)
    return link_in(send(app)[-1])


def test_a_name_and_a_password_open_the_account(app: Flask, client: FlaskClient, link: str) -> None:
    page = opened(client, link)
    assert 'value="Nia New"' in page
    assert EMAIL in page
    answer = client.post(link, data={"name": "Nia Newly", "password": NEW_PASSWORD, "password-again": NEW_PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "Your account is open" in opened(client, "/sign-in")
    sign_in(client, EMAIL, NEW_PASSWORD)
    made = account(app, EMAIL)
    assert (made.name, made.provider, roles_of(app, EMAIL)) == ("Nia Newly", "north", {"support_worker"})
    assert events(app, "account-joined") == [{"user": made.id, "invitation": invitations(app)[0].id}]


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(app: Flask, link: str) -> None:
    for _often in range(3):
        assert new_client(app).get(link).status_code == 200
        assert new_client(app).head(link).status_code == 200
    assert choose(new_client(app), link) == 303


def test_links_that_lead_nowhere_all_read_alike(app: Flask, link: str) -> None:
    unknown = new_client(app).get("/join/unknown")
    check_page(unknown.text)
    assert unknown.status_code == 404
    assert EMAIL not in unknown.text
    set_all(app, StaffInvitation, expires_at=datetime(2026, 1, 1))
    run_out = new_client(app).get(link)
    set_all(app, StaffInvitation, expires_at=datetime(2036, 1, 1))
    assert choose(new_client(app), link) == 303
    used = new_client(app).get(link)
    assert unknown.text == run_out.text == used.text
    assert choose(new_client(app), link) == 404
    assert new_client(app).get("/join/%00").status_code == 404
    assert new_client(app).get("/join/" + "x" * 3000).status_code == 404


def test_an_account_made_meanwhile_is_left_alone(app: Flask, link: str) -> None:
    add_staff(app, email=EMAIL)
    before = account(app, EMAIL).password
    assert choose(new_client(app), link) == 404
    assert account(app, EMAIL).password == before


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": ""}, "Enter your name"),
        ({"password": ""}, "Choose a password"),
        ({"password": "short"}, "Use at least 12 characters"),
        ({"password-again": "otter lamp gravels"}, "Type the same password again"),
    ],
)
def test_what_does_not_fit_is_said_and_the_password_is_not_sent_back(
    app: Flask, client: FlaskClient, link: str, fields: dict[str, str], error: str
) -> None:
    data = {"name": "Nia Newly", "password": NEW_PASSWORD, "password-again": NEW_PASSWORD, **fields}
    answer = client.post(link, data=data)
    check_page(answer.text)
    assert answer.status_code == 422
    assert error in answer.text
    assert NEW_PASSWORD not in answer.text
    assert invitations(app)[0].used_at is None


def test_whoever_is_signed_in_in_that_browser_is_signed_out(app: Flask, link: str) -> None:
    shared = signed_in(app, "support_worker", "north")
    assert choose(shared, link) == 303
    assert shared.get("/people").status_code == 302
    sign_in(shared, EMAIL, NEW_PASSWORD)


def test_of_two_at_once_one_opens_the_account(app: Flask, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read the invitation while it was open."""
    from forms_app.administration import joining

    with app.app_context():
        found = joining.invitation_behind(link.rpartition("/")[2])
    assert choose(new_client(app), link) == 303
    before = account(app, EMAIL).password
    monkeypatch.setattr(joining, "invitation_behind", lambda _token: found)
    monkeypatch.setattr(joining, "account_of", lambda _email: None)
    assert choose(new_client(app), link) == 404
    assert account(app, EMAIL).password == before
