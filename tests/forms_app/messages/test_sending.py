"""What waits is sent once, tried again where that may help, and nothing is kept of it that is no longer needed."""

import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.messages import SendOutcome, cancel_waiting, send_now
from forms_app.messages.carriers.outbox import Outbox, outbox_folder
from forms_app.messages.content import Content, Outgoing
from forms_app.messages.sending import send_waiting
from forms_app.models.work import Message
from tests.forms_app.messages.conftest import Clock, the, wait


def written() -> list[Path]:
    return sorted(outbox_folder().iterdir())


def answer_with(monkeypatch: pytest.MonkeyPatch, *outcomes: SendOutcome) -> list[Outgoing]:
    """The carrier gives these outcomes in turn; returns what it was handed."""
    left, handed = list(outcomes), []

    def send(self: Outbox, message: Outgoing) -> SendOutcome:
        handed.append(message)
        return left.pop(0)

    monkeypatch.setattr(Outbox, "send", send)
    return handed


def test_what_waits_is_sent_and_its_address_forgotten(app: Flask) -> None:
    with app.app_context():
        number = wait()
        assert send_waiting() == 1
        assert (the(number).state, the(number).address, the(number).tries) == ("sent", None, 1)
        (file,) = written()
        content = file.read_text()
        assert "To: ann@example.org" in content
        assert "https://carers.example/i/abc" in content
        assert send_waiting() == 0


def test_only_the_files_owner_reads_the_outbox(app: Flask) -> None:
    with app.app_context():
        wait()
        send_waiting()
        assert outbox_folder().stat().st_mode & 0o077 == 0
        assert written()[0].stat().st_mode & 0o077 == 0


def test_a_message_waits_for_its_time(app: Flask, time: Clock) -> None:
    with app.app_context():
        wait(not_before=time.now.replace(hour=12))
        assert send_waiting() == 0
        time.pass_(hours=3)
        assert send_waiting() == 1


def test_a_message_that_should_no_longer_go_is_cancelled(app: Flask) -> None:
    with app.app_context():
        number = wait(kind="test-no-longer-wanted")
        send_waiting()
        assert (the(number).state, the(number).address) == ("cancelled", None)
        assert written() == []


def test_what_waits_can_be_cancelled(app: Flask) -> None:
    with app.app_context():
        number, other = wait(), wait()
        assert cancel_waiting(Message.id == number) == 1
        db.session.commit()
        assert (the(number).state, the(number).address) == ("cancelled", None)
        assert the(other).state == "waiting"


def test_a_fault_that_may_pass_is_tried_again_later_and_later_and_then_given_up(
    app: Flask, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = answer_with(monkeypatch, *[SendOutcome(ok=False, problem="Later.", temporary=True)] * 6)
    with app.app_context():
        number = wait()
        pauses = []
        for _ in range(5):
            assert send_waiting() == 1
            assert the(number).state == "waiting"
            pauses.append((the(number).not_before - time.now).total_seconds() / 60)
            assert send_waiting() == 0
            time.now = the(number).not_before
        assert pauses == [1, 5, 30, 120, 480]
        send_waiting()
        assert (the(number).state, the(number).failure, the(number).address) == ("failed", "Later.", None)
        assert len({one.reference for one in handed}) == 1, "each try carries the same reference"


def test_a_fault_that_stays_fails_at_once_with_its_reason(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, SendOutcome(ok=False, problem="No such address."))
    with app.app_context():
        number = wait()
        send_waiting()
        assert (the(number).state, the(number).failure, the(number).address) == ("failed", "No such address.", None)


def test_a_message_that_cannot_be_made_does_not_stop_the_others_and_its_words_stay_out_of_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with app.app_context():
        faulty, good = wait(kind="test-broken"), wait()
        send_waiting()
        assert the(faulty).state == "waiting"
        assert the(good).state == "sent"
    assert "KeyError" in caplog.text
    assert "example.org" not in caplog.text
    assert "Second line" not in caplog.text


def test_a_carrier_with_a_fault_does_not_stop_the_others_and_is_not_tried_for_ever(
    app: Flask, time: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write = Outbox.send

    def send(self: Outbox, message: Outgoing) -> SendOutcome:
        if message.address == "ann@example.org":
            raise ValueError(message.address)
        return write(self, message)

    monkeypatch.setattr(Outbox, "send", send)
    with app.app_context():
        faulty, good = wait(), wait("jan@example.org")
        assert send_waiting() == 2
        assert (the(faulty).state, the(good).state) == ("waiting", "sent")
        for _ in range(5):
            time.now = the(faulty).not_before
            send_waiting()
        assert the(faulty).state == "failed"
    assert "ValueError" in caplog.text
    assert "ann@example.org" not in caplog.text


def test_a_worker_cut_off_after_handing_over_does_not_send_twice(
    app: Flask, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        number = wait()
        monkeypatch.setattr("forms_app.messages.sending._note", lambda *_given: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            send_waiting()
        monkeypatch.undo()
        monkeypatch.setattr("forms_app.clock.now", time)
        before = written()[0].stat().st_mtime_ns
        assert the(number).state == "sending"
        assert send_waiting() == 0, "another worker may still be at it"
        time.pass_(minutes=11)
        assert send_waiting() == 1
        assert the(number).state == "sent"
        assert [file.stat().st_mtime_ns for file in written()] == [before]


def test_a_worker_cut_off_before_handing_over_leaves_the_message_to_the_next(
    app: Flask, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        number = wait()
        monkeypatch.setattr("forms_app.messages.sending._send", lambda _claim: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            send_waiting()
        monkeypatch.undo()
        monkeypatch.setattr("forms_app.clock.now", time)
        time.pass_(minutes=11)
        assert send_waiting() == 1
        assert the(number).state == "sent"


def test_a_slow_worker_does_not_overwrite_what_the_next_one_noted(
    app: Flask, time: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Outbox.send

    def slow(self: Outbox, message: Outgoing) -> SendOutcome:
        time.pass_(minutes=11)
        monkeypatch.setattr(Outbox, "send", real)
        send_waiting()
        return SendOutcome(ok=False, problem="Too late.")

    monkeypatch.setattr(Outbox, "send", slow)
    with app.app_context():
        number = wait()
        send_waiting()
        assert (the(number).state, the(number).failure) == ("sent", None)


def test_two_workers_at_once_send_each_message_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[str] = []
    real = Outbox.send

    def send(self: Outbox, message: Outgoing) -> SendOutcome:
        handed.append(message.reference)
        return real(self, message)

    monkeypatch.setattr(Outbox, "send", send)
    with app.app_context():
        for _ in range(12):
            wait()
    start = threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            start.wait()
            send_waiting()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(handed) == len(set(handed)) == 12


def test_what_is_sent_at_once_leaves_no_row(app: Flask) -> None:
    with app.app_context():
        assert send_now("text", "+447700900123", "", "Your code is K7").ok
        assert db.session.query(Message).count() == 0
        assert "K7" in written()[0].read_text()


def test_a_channel_that_is_switched_off_says_so(make: Any) -> None:
    with make(TEXT_CARRIER="none").app_context():
        outcome = send_now("text", "+447700900123", "", "x")
        assert not outcome.ok
        assert outcome.problem == "This service does not send messages of this kind."
        number = wait("+447700900123", "text")
        send_waiting()
        assert the(number).state == "failed"


def test_the_html_beside_the_words_says_its_language_and_direction_and_lets_nothing_through() -> None:
    html = Content("A & B", "One <b>\ntwo\n\nhttps://x.example/i/a?b=1&c=2.", "ur", "rtl").html
    assert '<html lang="ur" dir="rtl">' in html
    assert "One &lt;b&gt;<br>\ntwo" in html
    assert '<a dir="ltr" href="https://x.example/i/a?b=1&amp;c=2">' in html
