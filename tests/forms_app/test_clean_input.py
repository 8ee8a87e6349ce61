"""A null character, which only a crafted request holds, breaks no page and no database."""

from flask import Flask, request
from flask.testing import FlaskClient


def test_null_characters_in_fields_and_queries_are_dropped(app: Flask) -> None:
    with app.test_request_context("/?a=x%00y", method="POST", data={"b\x00": ["1\x00", "2"]}):
        assert request.args["a"] == "xy"
        assert request.form.getlist("b") == ["1", "2"]


def test_an_address_with_a_null_character_is_not_found(client: FlaskClient) -> None:
    assert client.get("/s/%00").status_code == 404
