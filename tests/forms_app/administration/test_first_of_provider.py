"""Whoever invites for a provider that has no administrator can't become its manager alone, and others hear of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.administration.accounts import events, invitations, invite, messages, send
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import add_staff, opened, signed_in

FIRST = {"organisation": "south", "roles": ["provider_manager"]}


@pytest.fixture
def council(app: Flask) -> FlaskClient:
    """An administrator of the council."""
    return signed_in(app, "administrator", None)


@pytest.mark.parametrize(
    ("email", "error"),
    [
        ("administrator@council.example", "There is an account with this address already"),
        ("Administrator+South@council.example", "You can’t invite yourself to a provider"),
    ],
)
def test_an_administrator_of_the_council_cannot_invite_themselves_to_a_provider(
    app: Flask, council: FlaskClient, email: str, error: str
) -> None:
    page = invite(council, email, **FIRST)  # type: ignore[arg-type]
    check_page(page)
    assert error in words_of_page(page)
    assert invitations(app) == []


def test_another_administrator_can_invite_a_colleague_by_an_address_without_an_account(app: Flask) -> None:
    other = signed_in(app, "administrator", None)
    assert invite(other, "sam+south@council.example", **FIRST) == "/administration"  # type: ignore[arg-type]


def test_the_link_for_a_provider_is_not_shown_to_whoever_invites(app: Flask, council: FlaskClient) -> None:
    page = invite(council, "a@south.example", how="link", **FIRST)  # type: ignore[arg-type]
    check_page(page)
    assert "An invitation to a provider goes by e-mail" in page
    invite(council, "a@south.example", **FIRST)  # type: ignore[arg-type]
    (made,) = invitations(app)
    path = f"/administration/invitation/{made.id}"
    assert "Show me the link" not in opened(council, path)
    assert council.post(f"{path}/link").status_code == 404
    assert events(app, "staff-invitation-link-shown") == []


def test_where_no_e_mails_are_sent_the_link_for_a_provider_is_handed_over(app: Flask, council: FlaskClient) -> None:
    app.config["EMAIL_CARRIER"] = "none"
    path = invite(council, "a@south.example", how="link", **FIRST)  # type: ignore[arg-type]
    assert council.post(f"{path}/link").status_code == 200
    assert messages(app, "provider-invited") == []


def test_within_the_council_the_link_is_shown_all_the_same(app: Flask, council: FlaskClient) -> None:
    path = invite(council, "b@council.example", how="link", organisation="council", roles=["commissioner"])
    assert "Show me the link" in opened(council, path)
    assert council.post(f"{path}/link").status_code == 200


def test_the_providers_managers_and_the_councils_other_administrators_are_told(app: Flask, council: FlaskClient) -> None:
    for role, provider, email in (
        ("provider_manager", "south", "m@south.example"),
        ("support_worker", "south", "w@south.example"),
        ("provider_manager", "north", "m@north.example"),
        ("administrator", None, "second@council.example"),
        ("commissioner", None, "c@council.example"),
    ):
        add_staff(app, role, provider, email)
    for _twice in range(2):
        invite(council, "a@south.example", **FIRST)  # type: ignore[arg-type]
    assert {one.address for one in messages(app, "provider-invited")} == {"m@south.example", "second@council.example"}
    assert len(messages(app, "provider-invited")) == 2
    mail = next(one for one in send(app) if "If you did not expect this, ask" in one)
    assert "an administrator or manager of South Carers" in mail
    assert "a@south.example" not in mail
    (made,) = invitations(app)
    assert events(app, "staff-invited") == [{"invitation": made.id, "roles": "provider_manager"}]
    second = words_of_page(opened(council, "/administration"))
    assert "a@south.example" in second
    assert "Invited by Sam Administrator" in second


def test_an_invitation_within_ones_own_organisation_is_told_to_nobody_else(app: Flask, council: FlaskClient) -> None:
    add_staff(app, "administrator", None, "second@council.example")
    invite(council, "b@council.example", organisation="council", roles=["commissioner"])
    assert messages(app, "provider-invited") == []
