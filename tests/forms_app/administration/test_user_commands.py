"""What an operator does to accounts at the command line."""

import re
from pathlib import Path

import click
from flask import Flask
from flask.testing import FlaskClient

from forms_app.commands.users import user
from forms_app.models.accounts import User
from tests.forms_app.administration.accounts import account, choose, events, invitations, link_in, roles_of, send, set_all
from tests.support.staff import PASSWORD, add_staff, new_client, sign_in, signed_in

README = Path(__file__).resolve().parents[3] / "README.md"
FIRST = ["invite", "Ada@North.example", "--role", "administrator", "--provider", "north"]


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(user, args)
    return result.exit_code, result.output


def test_every_command_for_accounts_is_in_the_readme() -> None:
    readme = README.read_text(encoding="utf-8")
    missing = [name for name in user.list_commands(click.Context(user)) if not re.search(rf"`[^`]*user {name}\b", readme)]
    assert missing == []


def test_the_first_administrator_is_invited_and_made(app: Flask) -> None:
    code, said = run(app, *FIRST)
    assert (code, said) == (0, "An invitation to ada@north.example is on its way, sent by `carer-outcomes worker`.\n")
    assert choose(new_client(app), link_in(send(app)[-1])) == 303
    assert roles_of(app, "ada@north.example") == {"administrator"}


def test_a_link_is_printed_and_done_again_replaced(app: Flask) -> None:
    links = [link_in(run(app, *FIRST, "--show-link")[1]) for _twice in range(2)]
    assert len(invitations(app)) == 1
    assert [new_client(app).get(link).status_code for link in links] == [404, 200]
    app.config["EMAIL_CARRIER"] = "none"
    assert link_in(run(app, *FIRST)[1])


def test_what_cannot_be_is_not_invited(app: Flask) -> None:
    run(app, *FIRST)
    for args, error in (
        (["invite", "ada@north.example", "--role", "administrator"], "invited to another organisation"),
        (["invite", "b@north.example", "--role", "support_worker"], "name it with --provider"),
        (["invite", "b", "--role", "administrator"], "is not an e-mail address"),
        (["on", "b@north.example"], "there is no account b@north.example"),
    ):
        code, said = run(app, *args)
        assert code == 1
        assert error in said


def test_an_account_is_turned_off_and_on(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    sign_in(client, email)
    assert run(app, "off", email)[0] == 0
    assert client.get("/people").status_code == 302
    assert run(app, "on", email)[0] == 0
    sign_in(client, email, PASSWORD)
    assert events(app, "account-turned-off") == events(app, "account-turned-on") == [{"user": account(app, email).id}]


def test_the_last_administrator_is_turned_off_only_when_that_is_said(app: Flask) -> None:
    email = add_staff(app, "administrator")
    code, said = run(app, "off", email)
    assert code == 1
    assert "last administrator" in said
    assert run(app, "off", email, "--last")[0] == 0
    assert not account(app, email).active


def test_a_second_factor_is_reset_and_sessions_are_ended(app: Flask) -> None:
    client = signed_in(app)
    email = "support_worker@north.example"
    set_all(app, User, tf_totp_secret="secret", tf_primary_method="authenticator")
    assert run(app, "reset-second-factor", email)[0] == 0
    assert account(app, email).tf_totp_secret is None
    assert client.get("/people").status_code == 302
    sign_in(client, email)
    assert run(app, "sign-out", email)[0] == 0
    assert client.get("/people").status_code == 302
