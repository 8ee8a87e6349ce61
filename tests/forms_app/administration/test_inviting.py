"""Inviting people, and what becomes of an invitation until it is used."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.models.accounts import StaffInvitation
from forms_app.models.work import Message
from tests.forms_app.administration.accounts import (
    account,
    choose,
    events,
    invitations,
    invite,
    link_in,
    messages,
    roles_of,
    send,
    set_all,
)
from tests.support.house_rules import check_page, words_of_page
from tests.support.staff import add_staff, new_client, opened, signed_in


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """The administrator of `north`."""
    return signed_in(app, "administrator", "north")


def test_an_invitation_is_mailed_with_a_link_that_no_table_holds(app: Flask, admin: FlaskClient) -> None:
    check_page(admin.get("/administration/invite").text)
    assert invite(admin) == "/administration"
    (made,) = invitations(app)
    assert (made.provider, made.roles, made.token_hash) == ("north", "support_worker", None)
    (mail,) = send(app)
    token = link_in(mail).rpartition("/")[2]
    (sent,) = invitations(app)
    assert sent.token_hash
    assert token not in repr(sent.__dict__)
    assert "Dear Nia New," in mail
    page = words_of_page(opened(admin, "/administration"))
    assert "E-mailed on" in page
    assert events(app, "staff-invited") == [{"invitation": made.id, "roles": "support_worker"}]


def test_a_form_sent_twice_is_one_invitation(app: Flask, admin: FlaskClient) -> None:
    assert [invite(admin), invite(admin)] == ["/administration"] * 2
    assert len(invitations(app)) == len(send(app)) == 1
    page = invite(admin, name="Someone Else")
    check_page(page)
    assert "There is an open invitation to this address already" in page


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": ""}, "Enter their e-mail address"),
        ({"email": "nia at north"}, "in the correct format"),
        ({"email": "ADMINISTRATOR@north.example"}, "There is an account with this address already"),
        ({"roles": []}, "Tick what they may do"),
        ({"roles": ["commissioner"]}, "At this organisation one can be"),
        ({"roles": ["chief"]}, "Choose answers from the list"),
        ({"how": "pigeon"}, "Choose how they get the link"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_does_not_fit_is_said(app: Flask, admin: FlaskClient, fields: dict[str, object], error: str) -> None:
    page = invite(admin, **{"email": "new@north.example", **fields})  # type: ignore[arg-type]
    check_page(page)
    assert error in page
    assert invitations(app) == []


def test_the_council_invites_the_first_of_a_provider_and_no_more(app: Flask, admin: FlaskClient) -> None:
    council = signed_in(app, "administrator", None)
    page = words_of_page(opened(council, "/administration"))
    assert "South Carers: invite someone" in page
    assert "North Carers" not in page
    assert 'value="south" selected' in opened(council, "/administration/invite?provider=south")
    for provider, roles, error in (
        ("north", ["administrator"], "Choose whom they work for"),
        ("south", ["support_worker"], "At this organisation one can be: Provider manager, Administrator"),
        ("council", ["support_worker"], "At this organisation one can be: Commissioner, Administrator"),
    ):
        assert error in invite(council, organisation=provider, roles=roles)
    assert invite(council, "a@south.example", organisation="south", roles=["administrator", "provider_manager"])
    assert "South Carers: invited, not joined yet" in words_of_page(opened(council, "/administration"))
    joining = new_client(app)
    assert choose(joining, link_in(send(app)[-1])) == 303
    assert account(app, "a@south.example").provider == "south"
    assert roles_of(app, "a@south.example") == {"administrator", "provider_manager"}
    assert "South Carers" not in words_of_page(opened(council, "/administration"))


def test_a_provider_invites_for_itself_whatever_the_form_says(app: Flask, admin: FlaskClient) -> None:
    invite(admin, organisation="south")
    assert [one.provider for one in invitations(app)] == ["north"]


def test_an_address_that_another_organisation_invited_is_refused(app: Flask, admin: FlaskClient) -> None:
    invite(signed_in(app, "administrator", "south"))
    assert "Another organisation has invited this address" in invite(admin)


def test_an_invitation_of_another_organisation_is_not_there(app: Flask, admin: FlaskClient) -> None:
    invite(signed_in(app, "administrator", "south"), "s@south.example")
    number = invitations(app)[0].id
    assert admin.get(f"/administration/invitation/{number}").status_code == 404
    for action in ("again", "link", "take-back"):
        assert admin.post(f"/administration/invitation/{number}/{action}").status_code == 404
    assert "s@south.example" not in opened(admin, "/administration")
    assert len(invitations(app)) == 1


def test_the_link_is_shown_once_to_hand_over_and_nothing_is_sent(app: Flask, admin: FlaskClient) -> None:
    invite(admin)
    invite(admin, "b@north.example", how="link")
    first, second = invitations(app)
    check_page(admin.get(f"/administration/invitation/{second.id}").text)
    links = []
    for number in (first.id, second.id, second.id):
        answer = admin.post(f"/administration/invitation/{number}/link")
        check_page(answer.text)
        links.append(link_in(answer.text))
    assert send(app) == []
    assert [one.state for one in messages(app, "staff-invitation")] == ["cancelled"]
    assert len(set(links)) == 3
    assert [new_client(app).get(link).status_code for link in links] == [200, 404, 200]
    assert len(events(app, "staff-invitation-link-shown")) == 3


def test_sending_again_makes_a_new_link_and_gives_it_its_full_time(app: Flask, admin: FlaskClient) -> None:
    invite(admin)
    number = invitations(app)[0].id
    (first,) = send(app)
    set_all(app, StaffInvitation, expires_at=datetime(2026, 1, 1))
    assert new_client(app).get(link_in(first)).status_code == 404
    assert "Run out" in opened(admin, "/administration")
    for _twice in range(2):
        assert admin.post(f"/administration/invitation/{number}/again").status_code == 303
    mails = send(app)
    assert len(mails) == 2
    assert new_client(app).get(link_in(first)).status_code == 404
    assert new_client(app).get(link_in(mails[1])).status_code == 200
    assert len(events(app, "staff-invitation-sent-again")) == 1


def test_an_invitation_that_is_taken_back_leads_nowhere(app: Flask, admin: FlaskClient) -> None:
    invite(admin)
    (mail,) = send(app)
    number = invitations(app)[0].id
    assert admin.post(f"/administration/invitation/{number}/take-back").status_code == 303
    assert admin.post(f"/administration/invitation/{number}/take-back").status_code == 404
    assert choose(new_client(app), link_in(mail)) == 404
    invite(admin)
    admin.post(f"/administration/invitation/{invitations(app)[0].id}/take-back")
    assert len(send(app)) == 1


def test_a_message_that_failed_is_told(app: Flask, admin: FlaskClient) -> None:
    invite(admin)
    set_all(app, Message, state="failed", failure="The mail server does not know the address.")
    assert "The mail server does not know the address." in opened(admin, "/administration")


def test_nothing_is_sent_to_someone_who_has_an_account_by_then(app: Flask, admin: FlaskClient) -> None:
    invite(admin)
    add_staff(app, email="new@north.example")
    assert send(app) == []


def test_without_e_mail_the_link_is_handed_over(app: Flask, admin: FlaskClient) -> None:
    app.config["EMAIL_CARRIER"] = "none"
    page = opened(admin, "/administration/invite")
    assert "sends no e-mails" in page
    where = invite(admin, how="link")
    assert "Send it again" not in opened(admin, where)
    assert admin.post(f"{where}/again").status_code == 404
