"""E-mails by a real SMTP server, with its refusals and its faults."""

import email
import logging
import socket
from collections.abc import Iterator
from email.message import Message as Mail
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from forms_app.messages.sending import send_waiting
from forms_app.settings import SettingError
from tests.forms_app.messages.conftest import Clock, the, wait


class Server:
    """Takes mail; refuses or drops what it is told to."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.recipient_answer = self.data_answer = ""
        self.drop = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.drop:
            server.transport.abort()
            return "250 never read"
        if self.data_answer:
            return self.data_answer
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def server() -> Iterator[Server]:
    handler = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.port = port  # type: ignore[attr-defined]
    yield handler
    controller.stop()


@pytest.fixture
def settings(server: Server) -> dict[str, Any]:
    return {
        "EMAIL_CARRIER": "smtp", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": server.port, "SMTP_SECURITY": "none",  # type: ignore[attr-defined]
        "EMAIL_FROM": "Carers’ Hub <hub@carers.example>", "SEND_TIMEOUT": 5,
    }  # fmt: skip


@pytest.fixture
def app(make: Any, settings: dict[str, Any]) -> Flask:
    made: Flask = make(**settings)
    return made


def test_an_email_arrives_in_plain_text_and_html_with_its_language_and_the_way_to_stop(app: Flask, server: Server) -> None:
    with app.app_context():
        number = wait(language="pl")
        send_waiting()
        (mail,) = server.mails
        assert (mail["To"], mail["Subject"], mail["Content-Language"]) == ("ann@example.org", "A greeting", "pl")
        assert mail["From"] == "Carers’ Hub <hub@carers.example>"
        assert mail["Message-ID"] == f"<{the(number).reference}@carers.example>"
        assert mail["List-Unsubscribe"] == "<https://carers.example/i/abc/stop>"
        plain, html = (part.get_content() for part in mail.iter_parts())
        assert "Second line: https://carers.example/i/abc" in plain
        assert '<html lang="pl" dir="ltr">' in html
        assert (the(number).state, the(number).address) == ("sent", None)


@pytest.mark.parametrize("where", ["recipient_answer", "data_answer"])
def test_a_refusal_for_good_fails_the_message_with_a_plain_reason(app: Flask, server: Server, where: str) -> None:
    setattr(server, where, "550 5.1.1 No such user ann@example.org")
    with app.app_context():
        number = wait()
        send_waiting()
        assert (the(number).state, the(number).address) == ("failed", None)
        assert the(number).failure == "The mail server refuses this address or message (550): check the address."


@pytest.mark.parametrize("where", ["recipient_answer", "data_answer"])
def test_a_refusal_for_now_is_tried_again(app: Flask, server: Server, time: Clock, where: str) -> None:
    setattr(server, where, "451 4.7.1 Greylisted")
    with app.app_context():
        number = wait()
        send_waiting()
        assert (the(number).state, the(number).failure) == ("waiting", "The mail server asks to try again later (451).")
        setattr(server, where, "")
        time.pass_(minutes=2)
        send_waiting()
        assert the(number).state == "sent"
        assert len(server.mails) == 1


def test_a_connection_that_drops_is_tried_again_under_the_same_message_id(app: Flask, server: Server, time: Clock) -> None:
    server.drop = True
    with app.app_context():
        number = wait()
        send_waiting()
        assert (the(number).state, the(number).failure) == ("waiting", "The connection to the mail server was cut off.")
        server.drop = False
        time.pass_(minutes=2)
        send_waiting()
        assert server.mails[0]["Message-ID"].startswith(f"<{the(number).reference}@")


def test_a_server_that_is_not_there_or_never_answers_is_tried_again(make: Any, settings: dict[str, Any]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        app = make(**settings | {"SMTP_PORT": silent.getsockname()[1], "SEND_TIMEOUT": 0.2})
        with app.app_context():
            number = wait()
            send_waiting()
            assert the(number).state == "waiting"
            assert "can't be reached" in (the(number).failure or "")


def test_a_server_without_the_security_asked_for_gets_nothing(make: Any, settings: dict[str, Any], server: Server) -> None:
    with make(**settings | {"SMTP_SECURITY": "starttls"}).app_context():
        number = wait()
        send_waiting()
        assert "security" in (the(number).failure or "")
        assert server.mails == []


def test_an_address_with_a_line_break_becomes_no_second_header(app: Flask, server: Server) -> None:
    with app.app_context():
        number = wait("ann@example.org\r\nBcc: all@example.org")
        send_waiting()
        assert the(number).state == "failed"
        assert server.mails == []


def test_neither_addresses_nor_words_are_logged(app: Flask, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.recipient_answer = "550 No such user ann@example.org"
    with app.app_context():
        wait()
        send_waiting()
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "ann@example.org" not in ours
    assert "Second line" not in ours


def test_a_service_whose_sender_is_no_address_does_not_start(make: Any, settings: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match="EMAIL_FROM"):
        make(**settings | {"EMAIL_FROM": "Carers Hub"})
