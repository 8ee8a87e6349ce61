"""Whatever goes wrong, what was typed is on the page that comes back."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from forms_app.database import db
from forms_app.respond import answering
from tests.conftest import let_go, make_app
from tests.forms_app.respond.conftest import Respondent, rows_of

WORDS = "He slept, and I sat in the garden."
FORM = {"answer": WORDS, "whole": "yes"}


def at_the_text(carer: Respondent) -> str:
    carer.begin()
    carer.answer("yes")
    carer.answer("day")
    assert carer.key == "small.more"
    return carer.at


def broken(*_arguments: object) -> None:
    raise ZeroDivisionError


def test_a_fault_of_ours_keeps_the_page_so_that_it_can_be_sent_again(
    app: Flask, carer: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = at_the_text(carer)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as patched:
        patched.setattr(answering, "store_answer", broken)
        carer.send(url, **FORM)
    assert carer.page.status_code == 500
    assert f'<input type="hidden" name="answer" value="{WORDS}">' in carer.text
    assert '<input type="hidden" name="whole" value="yes">' in carer.text
    assert ("small.more", "") not in rows_of(app)
    carer.send(url, **FORM)
    assert rows_of(app)["small.more", ""] == (None, None, WORDS)


def test_words_for_a_response_that_was_removed_are_given_back(app: Flask, carer: Respondent) -> None:
    url = at_the_text(carer)
    with app.app_context():
        db.session.execute(text("DELETE FROM response"))
        db.session.commit()
    carer.send(url, **FORM)
    assert carer.page.status_code == 404
    assert WORDS in carer.text


def test_words_sent_from_another_site_are_shown_and_not_stored(app: Flask, carer: Respondent) -> None:
    url = at_the_text(carer)
    page = carer.client.post(url, data=FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert WORDS in page.text
    assert 'value="' + WORDS not in page.text
    assert ("small.more", "") not in rows_of(app)


@pytest.mark.parametrize("letter", ["w", "ক", "😀"])
def test_a_text_far_too_long_is_given_back_as_far_as_it_was_read(
    app: Flask, carer: Respondent, client: FlaskClient, letter: str
) -> None:
    url = at_the_text(carer)
    page = client.post(url, data={"answer": letter * 100_000, "whole": "yes"})
    assert page.status_code == 413
    assert letter * 5_000 in page.text
    assert "\ufffd" not in page.text
    assert ("small.more", "") not in rows_of(app)


def test_a_text_far_too_long_is_given_back_in_a_round_of_several_languages(app: Flask, carer: Respondent) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db.session.execute(text("UPDATE round SET languages = 'en;pl;ur'"))
        db.session.commit()
    url = at_the_text(carer)
    page = carer.client.post(url, data={"answer": "w" * 100_000, "whole": "yes"})
    assert page.status_code == 413
    assert "w" * 5_000 in page.text


def test_a_body_that_is_not_a_form_is_refused_quietly(carer: Respondent) -> None:
    url = at_the_text(carer)
    page = carer.client.post(url, data=b"\xff" * 100_000, content_type="application/octet-stream")
    assert page.status_code == 413


def test_a_page_of_two_thousand_letters_of_any_script_fits(carer: Respondent) -> None:
    from forms_app.respond.faults import LONGEST_BODY

    assert len(quote("ক" * 2000)) < LONGEST_BODY // 3


def test_a_locked_database_keeps_the_page(tmp_path: Path, definitions: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'test.sqlite'}", tmp_path / "home", DEFINITIONS=definitions)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    carer = begun(app)
    url = at_the_text(carer)
    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=50"))
    holding = sqlite3.connect(tmp_path / "test.sqlite", isolation_level=None)
    holding.execute("BEGIN IMMEDIATE")
    carer.send(url, **FORM)
    assert carer.page.status_code == 500
    assert WORDS in carer.text
    holding.execute("ROLLBACK")
    holding.close()
    carer.send(url, **FORM)
    assert rows_of(app)["small.more", ""] == (None, None, WORDS)
    let_go(app)


def begun(app: Flask) -> Respondent:
    from tests.forms_app.respond.conftest import add_provider_and_round

    add_provider_and_round(app)
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return Respondent(client)


def test_no_page_for_respondents_sets_a_cookie_or_needs_one(app: Flask, client: FlaskClient) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("respond.")]
    assert len(rules) > 12
    for rule in rules:
        url = rule.rule.replace("<slug>", "spring")
        for name in rule.arguments:
            url = url.replace(f"<{name}>", "nothing")
        for method in rule.methods & {"GET", "HEAD", "POST"}:
            answer = client.open(url, method=method)
            assert "Set-Cookie" not in answer.headers, (method, url)
    client.set_cookie("session", "expired-or-forged")
    carer = Respondent(client)
    carer.begin()
    carer.answer("yes")
    assert carer.key == "small.kind"


def test_another_secret_key_and_a_new_process_change_nothing_for_who_is_answering(
    app: Flask, carer: Respondent, database_url: str, tmp_path: Path, definitions: Path
) -> None:
    url = at_the_text(carer)
    let_go(app)
    restarted = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions, SECRET_KEY="another")
    carer.client = restarted.test_client()
    carer.send(url, **FORM)
    assert carer.key == "small.hours"
    assert rows_of(restarted)["small.more", ""] == (None, None, WORDS)
    let_go(restarted)
