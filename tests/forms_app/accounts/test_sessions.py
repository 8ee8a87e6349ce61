"""A session is a row: it can be ended from here, and a copied cookie is worth nothing afterwards."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forms_app.accounts.devices import device_words
from forms_app.accounts.sessions import KEPT, end_sessions_of, remove_old_sessions
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import StaffSession, User
from forms_app.models.audit import AuditEvent
from tests.support.house_rules import check_page
from tests.support.staff import PASSWORD, add_staff, new_client, sign_in, signed_in


def is_in(client: FlaskClient) -> bool:
    return client.get("/people").status_code == 200


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    assert cookie
    return cookie.value


def with_cookie(app: Flask, value: str) -> FlaskClient:
    """A thief's browser."""
    client = new_client(app)
    client.set_cookie("session", value)
    return client


def rows(app: Flask) -> list[StaffSession]:
    with app.app_context():
        return list(db.session.scalars(select(StaffSession).order_by(StaffSession.began_at)))


def set_rows(app: Flask, **values: Any) -> None:
    with app.app_context():
        db.session.execute(update(StaffSession).values(**values))
        db.session.commit()


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app: Flask) -> None:
    client = signed_in(app)
    thief = with_cookie(app, cookie_of(client))
    assert is_in(thief)
    client.post("/sign-out")
    assert not is_in(thief)
    assert not is_in(client)
    assert actions(app)[-1] == "signed-out"


def test_the_table_does_not_hold_what_the_cookie_does(app: Flask) -> None:
    client = signed_in(app)
    with client.session_transaction() as session:
        token = session["token"]
    assert token not in repr([vars(row) for row in rows(app)])
    assert token not in "".join(row.token_hash for row in rows(app))


def test_signing_in_makes_a_new_token_so_that_one_planted_before_is_no_good(app: Flask) -> None:
    client, email = new_client(app), add_staff(app)
    with client.session_transaction() as session:
        session["token"] = "planted by a stranger"
    planted = with_cookie(app, cookie_of(client))
    sign_in(client, email)
    with client.session_transaction() as session:
        assert session["token"] != "planted by a stranger"
    assert is_in(client)
    assert not is_in(planted)


def test_a_cookie_that_names_a_user_without_a_token_opens_nothing(app: Flask) -> None:
    email, client = add_staff(app), new_client(app)
    with app.app_context():
        uniquifier = db.session.scalars(select(User.fs_uniquifier).filter_by(email=email)).one()
    with client.session_transaction() as session:
        session["_user_id"] = uniquifier
    assert not is_in(client)


def test_another_users_token_opens_nothing(app: Flask) -> None:
    client, other = signed_in(app), signed_in(app, "provider_manager")
    with client.session_transaction() as mine, other.session_transaction() as theirs:
        mine["token"] = theirs["token"]
    assert not is_in(client)


@pytest.mark.parametrize(("minutes", "holds"), [(29, True), (31, False)])
def test_a_session_ends_after_half_an_hour_without_a_request(app: Flask, minutes: int, holds: bool) -> None:
    client = signed_in(app)
    set_rows(app, seen_at=now() - timedelta(minutes=minutes))
    assert is_in(client) is holds
    assert is_in(client) is holds


@pytest.mark.parametrize(("hours", "holds"), [(11, True), (13, False)])
def test_a_session_ends_after_twelve_hours_however_busy(app: Flask, hours: int, holds: bool) -> None:
    client = signed_in(app)
    set_rows(app, began_at=now() - timedelta(hours=hours))
    assert is_in(client) is holds


def test_how_long_a_session_may_last_is_a_setting(app: Flask) -> None:
    app.config["SIGNED_IN_HOURS"] = 1
    client = signed_in(app)
    set_rows(app, began_at=now() - timedelta(minutes=61))
    assert not is_in(client)


def test_that_a_session_is_used_is_written_once_a_minute(app: Flask) -> None:
    client = signed_in(app)
    soon = now() - timedelta(seconds=50)
    set_rows(app, seen_at=soon)
    assert is_in(client)
    assert rows(app)[0].seen_at == soon
    set_rows(app, seen_at=now() - timedelta(seconds=70))
    assert is_in(client)
    assert now() - rows(app)[0].seen_at < timedelta(seconds=30)


def test_signing_out_everywhere_ends_every_session(app: Flask) -> None:
    client, email = new_client(app), add_staff(app)
    other = new_client(app)
    sign_in(client, email)
    sign_in(other, email)
    thief = with_cookie(app, cookie_of(other))
    answer = client.post("/account/sign-out-everywhere")
    assert answer.location == "/sign-in"
    assert "You are signed out everywhere." in client.get("/sign-in").text
    assert not any(map(is_in, (client, other, thief)))
    assert actions(app)[-1] == "signed-out-everywhere"


def test_one_other_browser_is_signed_out(app: Flask) -> None:
    client, email = new_client(app), add_staff(app)
    other = new_client(app)
    sign_in(client, email)
    other.post(
        "/sign-in",
        data={"email": email, "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605 Version/17.0 Safari/604.1"},
    )
    page = client.get("/account").text
    check_page(page)
    assert "Safari on iPhone" in page
    assert page.count("This browser") == 1
    mine, theirs = (row.token_hash for row in sorted(rows(app), key=lambda row: row.device != "A browser we do not know"))
    assert client.post("/account/sessions/end", data={"session": mine}).status_code == 400
    assert client.post("/account/sessions/end", data={"session": theirs}).location == "/account#sessions"
    assert is_in(client)
    assert not is_in(other)
    again = client.post("/account/sessions/end", data={"session": theirs}, follow_redirects=True)
    assert "was signed out already" in again.text
    assert actions(app).count("session-ended") == 1


def test_nobody_ends_a_session_of_somebody_else(app: Flask) -> None:
    client, other = signed_in(app), signed_in(app, "provider_manager")
    for row in rows(app):
        client.post("/account/sessions/end", data={"session": row.token_hash})
    assert is_in(other)


def test_ending_the_sessions_of_someone_puts_them_out_at_once(app: Flask) -> None:
    client = signed_in(app)
    with app.app_context():
        assert end_sessions_of(db.session.scalars(select(User)).one()) == 1
        db.session.commit()
    assert not is_in(client)


def test_rows_of_sessions_that_are_long_over_are_removed_and_no_others(app: Flask) -> None:
    long_ago = now() - KEPT - timedelta(days=1)
    client = signed_in(app)
    signed_in(app, "provider_manager")
    with app.app_context():
        old = rows(app)[0].token_hash if not is_in(client) else None
        for mark, times in {
            "idle": {"seen_at": long_ago, "began_at": long_ago},
            "ended": {"seen_at": now(), "began_at": now(), "ended_at": long_ago},
            "lately": {"seen_at": now() - timedelta(days=2), "began_at": now() - timedelta(days=2)},
        }.items():
            db.session.add(StaffSession(token_hash=mark, user_id=1, **times))
        db.session.commit()
        assert old is None
        assert remove_old_sessions() == 2
    assert "lately" in {row.token_hash for row in rows(app)}
    assert is_in(client)


def test_a_form_sent_after_the_session_was_ended_is_kept(app: Flask) -> None:
    client = signed_in(app)
    set_rows(app, ended_at=datetime(2026, 5, 1))
    answer = client.post("/people/new", data={"person": "NC-1"})
    assert answer.status_code == 401
    assert 'name="kept.person" value="NC-1"' in answer.text


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 SamsungBrowser/22.0 Chrome/111.0 Mobile Safari/537.36",
         "Samsung Internet on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox on Mac"),
        ("curl/8.0", "A browser we do not know"),
        ("", "A browser we do not know"),
        ("x" * 5000, "A browser we do not know"),
    ],
)  # fmt: skip
def test_browsers_are_called_by_names_that_people_know(app: Flask, agent: str, words: str) -> None:
    with app.test_request_context():
        assert device_words(agent) == words
