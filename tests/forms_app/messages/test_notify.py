"""GOV.UK Notify, spoken to over HTTP as its documents say."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.messages import send_now
from forms_app.messages.delivery import ask_for_deliveries
from forms_app.messages.sending import send_waiting
from forms_app.settings import SettingError
from tests.forms_app.messages.conftest import BODY, Clock, the, wait
from tests.support.notify_server import NotifyServer, notify_server

TOKEN = "a callback's bearer token"


@pytest.fixture
def notify() -> Iterator[NotifyServer]:
    with notify_server() as server:
        yield server


@pytest.fixture
def app(make: Any, notify: NotifyServer) -> Flask:
    made: Flask = make(**notify.settings, NOTIFY_CALLBACK_TOKEN=TOKEN)
    return made


def tell(app: Flask, body: object, token: str = TOKEN) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return app.test_client().post("/messages/notify", json=body, headers=headers).status_code


def test_an_email_goes_with_its_words_our_reference_and_the_way_to_stop(app: Flask, notify: NotifyServer) -> None:
    with app.app_context():
        number = wait()
        send_waiting()
        (taken,) = notify.taken
        assert taken["personalisation"] == {"subject": "A greeting", "body": BODY}
        assert taken["reference"] == the(number).reference
        assert taken["one_click_unsubscribe_url"].endswith("/stop")
        assert (the(number).state, the(number).carrier_id) == ("sent", taken["id"])


def test_a_text_goes_as_a_text(app: Flask, notify: NotifyServer) -> None:
    with app.app_context():
        wait("+447700900123", "text")
        send_waiting()
        assert [(one["channel"], one["to"]) for one in notify.taken] == [("text", "+447700900123")]


def test_delivery_is_asked_for_and_the_address_forgotten_only_then(app: Flask, notify: NotifyServer, time: Clock) -> None:
    with app.app_context():
        number = wait()
        send_waiting()
        assert ask_for_deliveries() == 0, "it is too early to ask"
        time.pass_(minutes=3)
        assert ask_for_deliveries() == 1
        assert (the(number).state, the(number).address) == ("sent", "ann@example.org")
        notify.statuses[notify.taken[0]["id"]] = "delivered"
        time.pass_(minutes=10)
        ask_for_deliveries()
        assert (the(number).state, the(number).address) == ("delivered", None)
        assert ask_for_deliveries() == 0


def test_what_notify_never_tells_is_no_longer_asked_for_and_its_address_forgotten(
    app: Flask, notify: NotifyServer, time: Clock
) -> None:
    with app.app_context():
        number = wait()
        send_waiting()
        time.pass_(days=5)
        ask_for_deliveries()
        assert (the(number).state, the(number).address) == ("sent", None)
        time.pass_(days=5)
        assert ask_for_deliveries() == 0


def test_a_callback_tells_that_a_message_arrived(app: Flask, notify: NotifyServer) -> None:
    with app.app_context():
        number = wait()
        send_waiting()
        told = {"id": notify.taken[0]["id"], "status": "delivered"}
        assert tell(app, told) == 204
        assert (the(number).state, the(number).address) == ("delivered", None)
        # What was read here holds the one writer's place on SQLite.
        db.session.rollback()
        assert tell(app, told | {"status": "permanent-failure"}) == 204
        assert the(number).state == "delivered", "what is settled stays"


def test_a_callback_of_a_wrong_address_fails_the_message_for_good(app: Flask, notify: NotifyServer) -> None:
    with app.app_context():
        number = wait()
        send_waiting()
        tell(app, {"id": notify.taken[0]["id"], "status": "permanent-failure"})
        assert the(number).state == "failed"
        assert "check it" in (the(number).failure or "")
        assert the(number).address is None


def test_what_was_lost_for_now_is_sent_again(app: Flask, notify: NotifyServer, time: Clock) -> None:
    with app.app_context():
        number = wait()
        send_waiting()
        first = notify.taken[0]["id"]
        notify.statuses[first] = "temporary-failure"
        tell(app, {"id": first, "status": "temporary-failure"})
        assert the(number).state == "waiting"
        time.pass_(minutes=2)
        send_waiting()
        assert len(notify.taken) == 2
        assert the(number).carrier_id == notify.taken[1]["id"] != first


@pytest.mark.parametrize(
    ("token", "body", "status"),
    [
        ("wrong", {"id": "x", "status": "delivered"}, 403),
        (TOKEN, ["x"], 400),
        (TOKEN, {"id": 1, "status": "delivered"}, 400),
        (TOKEN, {"id": "unknown", "status": "delivered"}, 204),
    ],
)
def test_a_callback_is_taken_only_with_the_token_and_in_notifys_form(
    app: Flask, token: str, body: object, status: int
) -> None:
    assert tell(app, body, token) == status


def test_without_a_token_in_the_settings_nobody_can_tell_anything(make: Any) -> None:
    assert tell(make(), {"id": "x", "status": "delivered"}, "") == 404


@pytest.mark.parametrize(
    ("status", "error", "message", "words"),
    [
        (429, "TooManyRequestsError", "Exceeded send limits (50) for today", "limit is reached"),
        (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds", "limit"),
        (500, "Exception", "Internal server error", "can't be reached"),
        (503, "Exception", "Service unavailable", "can't be reached"),
        (403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds", "refuses the key"),
    ],
)
def test_what_may_pass_is_tried_again(
    app: Flask, notify: NotifyServer, time: Clock, status: int, error: str, message: str, words: str
) -> None:
    notify.fail(status, error, message)
    with app.app_context():
        number = wait()
        send_waiting()
        assert the(number).state == "waiting"
        assert words in (the(number).failure or "")
        time.pass_(minutes=2)
        send_waiting()
        assert (the(number).state, the(number).failure, len(notify.taken)) == ("sent", None, 1)


@pytest.mark.parametrize(("channel", "address"), [("email", "no address"), ("text", "12")])
def test_an_address_that_cannot_be_right_fails_with_a_plain_reason(
    app: Flask, notify: NotifyServer, channel: str, address: str
) -> None:
    with app.app_context():
        number = wait(address, channel)
        send_waiting()
        assert the(number).state == "failed"
        assert the(number).failure == "Notify says that the address or number can’t be right: check it."


def test_a_wrong_template_fails_the_message_and_says_what_to_look_at(make: Any, notify: NotifyServer) -> None:
    app = make(**notify.settings | {"NOTIFY_EMAIL_TEMPLATE": "not-there"})
    with app.app_context():
        number = wait()
        send_waiting()
        assert the(number).state == "failed"
        assert "template" in (the(number).failure or "")


def test_a_wrong_key_is_refused_by_the_server_and_named(make: Any, notify: NotifyServer) -> None:
    app = make(**notify.settings | {"NOTIFY_KEY": notify.settings["NOTIFY_KEY"][:-1] + "1"})
    with app.app_context():
        outcome = send_now("email", "ann@example.org", "A", "B")
        assert (outcome.temporary, outcome.problem) == (True, "Notify refuses the key in the settings.")


def test_a_server_that_is_not_there_is_tried_again(make: Any, notify: NotifyServer) -> None:
    app = make(**notify.settings | {"NOTIFY_URL": "http://127.0.0.1:9"})
    with app.app_context():
        assert send_now("email", "ann@example.org", "A", "B").temporary


def test_a_message_taken_before_the_connection_dropped_is_found_and_not_sent_again(
    app: Flask, notify: NotifyServer, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        number = wait()
        monkeypatch.setattr("forms_app.messages.sending._note", lambda *_given: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            send_waiting()
        monkeypatch.undo()
        monkeypatch.setattr("forms_app.clock.now", time)
        time.pass_(minutes=11)
        send_waiting()
        assert len(notify.taken) == 1
        assert (the(number).state, the(number).carrier_id) == ("sent", notify.taken[0]["id"])


def test_an_answer_that_was_lost_does_not_make_a_second_message(app: Flask, notify: NotifyServer, time: Clock) -> None:
    notify.drop_after_taking = 1
    with app.app_context():
        number = wait()
        send_waiting()
        assert the(number).state == "waiting"
        time.pass_(minutes=2)
        send_waiting()
        assert len(notify.taken) == 1
        assert the(number).state == "sent"


def test_neither_addresses_nor_words_are_logged(app: Flask, notify: NotifyServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    notify.fail(400, "ValidationError", "email_address ann@example.org is not valid")
    with app.app_context():
        wait()
        send_waiting()
    assert "ann@example.org" not in caplog.text
    assert "Second line" not in caplog.text


@pytest.mark.parametrize("missing", ["NOTIFY_KEY", "NOTIFY_EMAIL_TEMPLATE", "NOTIFY_TEXT_TEMPLATE"])
def test_a_service_without_what_notify_needs_does_not_start(make: Any, notify: NotifyServer, missing: str) -> None:
    with pytest.raises(SettingError, match=missing):
        make(**notify.settings | {missing: None})
