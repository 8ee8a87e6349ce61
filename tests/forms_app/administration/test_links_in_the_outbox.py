"""Messages kept in a folder: a link that opens somebody's account is shown to nobody, but where all data is made up."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.forms_app.administration.accounts import invite, send
from tests.support.staff import opened, signed_in

INVITED = "new@north.example"


@pytest.fixture
def council(app: Flask) -> FlaskClient:
    admin = signed_in(app, "administrator")
    assert invite(admin, INVITED).startswith("/administration")
    assert len(send(app)) == 1
    return signed_in(app, "administrator", None)


@pytest.mark.parametrize("whose", ["north", None])
def test_no_administrator_reads_a_link_that_opens_an_account(app: Flask, council: FlaskClient, whose: str | None) -> None:
    reader = council if whose is None else signed_in(app, "provider_manager", whose)
    assert INVITED not in opened(reader, "/messages/outbox")


def test_whoever_tries_the_service_out_finds_the_link(app: Flask, council: FlaskClient) -> None:
    app.config["MADE_UP"] = True
    assert INVITED in opened(council, "/messages/outbox")
    assert INVITED not in opened(signed_in(app, "provider_manager"), "/messages/outbox")
