"""What no keyboard types, and only a crafted request holds, breaks no page and no database."""

from flask import Flask, request
from flask.testing import FlaskClient

from forms_app.clean_input import clean


def test_null_characters_in_fields_and_queries_are_dropped(app: Flask) -> None:
    with app.test_request_context("/?a=x%00y", method="POST", data={"b\x00": ["1\x00", "2"]}):
        assert request.args["a"] == "xy"
        assert request.form.getlist("b") == ["1", "2"]


def test_an_address_with_a_null_character_is_not_found(client: FlaskClient) -> None:
    assert client.get("/s/%00").status_code == 404


def test_only_writing_is_left_of_what_was_typed() -> None:
    strange = "a\x00\x07\x1b\x7f\x85\ud800\ufdd0\uffff\U0001fffeb"
    assert clean(strange) == "ab"
    for writing in ("tab\tand\r\nnew line", "اردو \u200f\u202e", "👩‍👧 e\u0301", "\u00a0\u2028\U0010fffd"):
        assert clean(writing) == writing
