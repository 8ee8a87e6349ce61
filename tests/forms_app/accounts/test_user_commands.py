import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forms_app.commands.users import user
from tests.support.staff import sign_in

ADD = ["add", "Ann@North.example", "--name", "Ann Worker", "--role", "support_worker", "--provider", "north"]


def test_the_password_that_is_made_signs_in(app: Flask, client: FlaskClient) -> None:
    result = app.test_cli_runner().invoke(user, ADD)
    assert result.exit_code == 0, result.output
    password = re.search(r"Password \(shown only now\): (\S+)", result.output)
    assert password
    sign_in(client, "ann@north.example", password[1])


def test_a_password_comes_from_standard_input_and_is_not_shown(app: Flask, client: FlaskClient) -> None:
    result = app.test_cli_runner().invoke(user, [*ADD, "--password-stdin"], input="seven green kettles\n")
    assert "kettles" not in result.output
    sign_in(client, "ann@north.example", "seven green kettles")


def test_accounts_are_listed(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(user, ADD)
    assert runner.invoke(user, ["list"]).output == "ann@north.example\tAnn Worker\tsupport_worker\tnorth\tin use\n"
    runner.invoke(user, ["off", "ANN@north.example"])
    assert "turned off" in runner.invoke(user, ["list"]).output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_added_is_said_and_not_added(app: Flask) -> None:
    runner = app.test_cli_runner()
    runner.invoke(user, ADD)
    before = runner.invoke(user, ["list"]).output
    base = ["add", "b@c.example", "--name", "B"]
    for args, typed, error in (
        (ADD, "", "there is an account ann@north.example already"),
        ([*base, "--role", "support_worker", "--provider", "south"], "", "there is no provider 'south'"),
        ([*base, "--role", "support_worker"], "", "name it with --provider"),
        ([*base, "--role", "commissioner", "--provider", "north"], "", "leave --provider out"),
        ([*base, "--role", "commissioner", "--password-stdin"], "short\n", "at least 12 characters"),
        ([*base, "--role", "commissioner", "--password-stdin"], "correct horse battery\n", "people would guess"),
        (["add", "nobody", "--name", "B", "--role", "commissioner"], "", "is not an e-mail address"),
        (["off", "nobody@x.example"], "", "there is no account nobody@x.example"),
    ):
        result = runner.invoke(user, args, input=typed)
        assert result.exit_code == 1, args
        assert error in result.output
    assert runner.invoke(user, ["list"]).output == before
