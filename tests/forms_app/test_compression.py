"""What goes to a phone is small, and what a cookie opens is never compressed."""

import gzip

import pytest
from flask import Flask, redirect
from werkzeug.wrappers import Response

from tests.conftest import let_go, make_app

PHONE = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def small(tmp_path):
    """An app with a page, a short page, a redirect and a page that gives a cookie."""
    app: Flask = make_app(f"sqlite:///{tmp_path / 'test.sqlite'}", tmp_path / "home")

    @app.get("/long")
    def long() -> str:
        return "<p>words</p>" * 200

    @app.get("/short")
    def short() -> str:
        return "<p>words</p>"

    @app.get("/away")
    def away() -> Response:
        return redirect("/long")

    @app.get("/cookie")
    def cookie() -> Response:
        answer = app.make_response("<p>words</p>" * 200)
        answer.set_cookie("kept", "yes")
        return answer

    yield app
    let_go(app)


def test_a_page_is_compressed_and_says_how_long_it_is(small):
    answer = small.test_client().get("/long", headers=PHONE)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == b"<p>words</p>" * 200
    assert int(answer.headers["Content-Length"]) == len(answer.data) < 200


def test_a_browser_that_takes_no_gzip_gets_none(small):
    assert "Content-Encoding" not in small.test_client().get("/long").headers
    assert "Content-Encoding" not in small.test_client().get("/long", headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_a_page_too_short_to_gain_is_left_alone(small):
    assert "Content-Encoding" not in small.test_client().get("/short", headers=PHONE).headers


@pytest.mark.parametrize("path", ["/long", "/sign-in"])
def test_a_request_with_a_cookie_gets_nothing_compressed(small, path):
    client = small.test_client()
    client.set_cookie("session", "anything")
    assert "Content-Encoding" not in client.get(path, headers=PHONE).headers


def test_an_answer_that_gives_a_cookie_is_not_compressed(small):
    assert "Content-Encoding" not in small.test_client().get("/cookie", headers=PHONE).headers


def test_a_redirect_has_no_body_and_only_headers_that_matter_to_it(small):
    answer = small.test_client().get("/away")
    assert answer.data == b""
    assert set(answer.headers.keys()) == {"Location", "Cache-Control", "Content-Length"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/receipt", "/worker.js", "/phone.js", "/long", "/sign-in"])
def test_every_page_forbids_scripts_and_workers_of_others_and_those_written_inside(small, path):
    policy = small.test_client().get(path).headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split(";"))
    for kind in ("script-src", "worker-src", "style-src", "connect-src"):
        assert rules.get(kind, rules["default-src"]) == "'self'"
    for kind in ("base-uri", "frame-ancestors"):
        assert rules[kind] == "'none'"
    assert rules.get("object-src", rules["default-src"]) == "'none'"
    assert rules["form-action"] == "'self'"
