import re

import pytest
from flask import Flask, flash, render_template
from flask.testing import FlaskClient
from jinja2 import Environment

from forms_app.frontend.build import build
from tests.forms_app.frontend.sample_page import make_app
from tests.support.house_rules import check_page


@pytest.fixture(scope="module")
def app() -> Flask:
    build()
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("path", ["/survey", "/errors", "/rtl", "/staff"])
def test_a_page_with_every_component_obeys_the_house_rules(client: FlaskClient, path: str) -> None:
    check_page(client.get(path).text)


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500])
def test_an_error_page_says_what_happened_and_what_to_do(app: Flask, code: int) -> None:
    with app.test_request_context():
        html = render_template("error.html", code=code)
    check_page(html)
    assert html.count('<p class="govuk-body">') == 2


def test_an_error_in_the_words_of_whoever_raised_it_says_only_those(app: Flask) -> None:
    with app.test_request_context():
        html = render_template("error.html", code=404, title="This link has ended", advice="Ask for a new one.")
    check_page(html)
    assert "This link has ended</h1>" in html
    assert html.count('<p class="govuk-body">') == 1


def test_an_unforeseen_error_gets_the_general_page(app: Flask) -> None:
    with app.test_request_context():
        assert "Sorry, something went wrong here" in render_template("error.html", code=418)


def test_a_survey_page_loads_one_style_sheet_one_script_and_no_icon(client: FlaskClient) -> None:
    html = client.get("/survey").text
    assert html.count('rel="stylesheet"') == 1
    assert "survey.css" in html
    assert html.count("<script") == 1
    assert '<link rel="icon" href="data:,">' in html


def test_a_page_with_errors_says_so_first_in_its_title(client: FlaskClient) -> None:
    assert "<title>Error: Sample</title>" in client.get("/errors").text
    assert "<title>Sample</title>" in client.get("/survey").text


def test_a_right_to_left_page_has_its_direction_and_the_mirrored_sheet(client: FlaskClient) -> None:
    html = client.get("/rtl").text
    assert '<html lang="en" dir="rtl"' in html
    assert "survey.rtl.css" in html


def test_made_up_data_is_named_only_where_the_setting_says_so(app: Flask, client: FlaskClient) -> None:
    sentence = "Made-up data: this is a demonstration. Nobody here is real."
    assert sentence in client.get("/survey").text
    app.config["MADE_UP"] = False
    try:
        assert sentence not in client.get("/survey").text
    finally:
        app.config["MADE_UP"] = True


def test_the_language_switch_names_each_language_in_itself(client: FlaskClient) -> None:
    html = client.get("/survey").text
    assert '<li lang="ur" dir="rtl"><a class="govuk-link" href="?lang=ur" hreflang="ur">اردو</a>' in html


def test_signing_out_is_a_form_that_posts(client: FlaskClient) -> None:
    assert re.search(r'<form [^>]*method="post" action="/sign-out">', client.get("/staff").text)


def test_each_message_is_a_banner_of_its_own(client: FlaskClient) -> None:
    html = client.get("/staff").text
    assert html.count('role="alert" aria-labelledby="message-1"') == 1
    assert html.count('role="region" aria-labelledby="message-2"') == 1


ALL_FRAMES = """{% extends "staff.html" %}
{% block before_content %}{% from "macros/govuk.html" import back_link %}{{ back_link("/") }}{% endblock %}"""


def test_words_in_the_frames_can_all_be_translated(app: Flask, jinja_in_brackets: Environment) -> None:
    other = jinja_in_brackets
    ours = {name: other.globals[name] for name in ("_", "gettext", "ngettext")}
    other.globals = {**app.jinja_env.globals, **ours}
    known = {"text": "[given]", "href": "/", "lang": "en"}
    context = {"config": {"MADE_UP": True}, "languages": [known], "navigation": [known], "sign_out_url": "/out"}
    with app.test_request_context():
        flash("[given]", "success")
        pages = [other.from_string(ALL_FRAMES).render(errors=[known], **context)]
        pages += [other.get_template("error.html").render(code=code, **context) for code in (404, 500)]
    for html in pages:
        words = re.sub(r'<[^>]*? aria-label="([^"]*)"[^>]*>', r"\1 ", html)
        words = re.sub(r"<[^>]+>|\[[^\]]*\]|[:–]", " ", words)
        assert not words.strip()
