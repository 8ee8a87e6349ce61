"""Two requests at once: a double tap, a second tab, a flaky line that sends again."""

import logging
import threading
from datetime import date

import pytest
from flask import Flask

from forms_app.database import db
from forms_app.models.responses import Response
from forms_app.respond.masking import MaskKeys
from forms_app.respond.purging import purge_unfinished
from tests.forms_app.respond.conftest import Respondent, add_round, responses, rows_of
from tests.forms_app.respond.test_rounds import TOKEN, answer_all, invite, states


def at_once(app: Flask, *posts: tuple[str, dict[str, object]]) -> list[int]:
    """Send all `posts` at the same moment; their status codes."""
    gate = threading.Barrier(len(posts))
    codes: list[int] = []

    def send(url: str, form: dict[str, object]) -> None:
        client = app.test_client()
        gate.wait()
        codes.append(client.post(url, data=form).status_code)

    threads = [threading.Thread(target=send, args=post) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def test_the_same_answer_sent_twice_at_once_is_stored_once(app: Flask, carer: Respondent) -> None:
    carer.begin()
    post = (f"/a/{carer.address}/small.break", {"answer": "yes", "whole": "yes"})
    assert at_once(app, post, post, post, post) == [303] * 4
    assert rows_of(app) == {("small.break", ""): ("yes", None, None)}


def test_two_answers_at_once_leave_one_of_them_whole(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    url = f"/a/{carer.address}/small.kind"
    one, other = (url, {"answer": ["day", "sitter"], "whole": "yes"}), (url, {"answer": ["none"], "whole": "yes"})
    for _ in range(3):
        assert at_once(app, one, other, one, other) == [303] * 4
        items = {item for question, item in rows_of(app) if question == "small.kind"}
        assert items in ({"day", "sitter"}, {"none"})


def test_sending_twice_at_once_sends_once(app: Flask, carer: Respondent) -> None:
    invite(app, add_round(app, "invited", open_to_all=False), TOKEN)
    carer.begin(f"/i/{TOKEN}")
    answer_all(carer)
    post = (f"/a/{carer.address}/answers/send", {})
    assert at_once(app, post, post, post) == [303] * 3
    assert states(app) == ["sent"]


def test_a_named_link_opened_twice_at_once_makes_one_response(app: Flask) -> None:
    invite(app, add_round(app, "named", open_to_all=False, anonymous=False), TOKEN)
    post = (f"/i/{TOKEN}", {})
    assert at_once(app, post, post, post) == [303] * 3
    assert len(responses(app)) == 1


@pytest.mark.parametrize(
    "line",
    [
        '"GET /a/SECRET/small.break HTTP/1.1" 200',
        '"POST /i/SECRET HTTP/1.1" 303',
        '"GET /join/SECRET HTTP/1.1" 200',
        '"POST /new-password/SECRET HTTP/1.1" 303',
    ],
)
def test_keys_in_addresses_are_masked_in_logs(line: str) -> None:
    record = logging.LogRecord("werkzeug", logging.INFO, "", 1, "%s", (line,), None)
    assert MaskKeys().filter(record)
    assert "SECRET" not in record.getMessage()
    assert "HTTP/1.1" in record.getMessage()


def test_whoever_saves_while_old_answers_are_removed_keeps_theirs(app: Flask, carer: Respondent) -> None:
    carer.begin()
    carer.answer("yes")
    app.config["TODAY"] = date(2026, 7, 1)

    def purge() -> None:
        with app.app_context():
            purge_unfinished()

    removing = threading.Thread(target=purge)
    with app.app_context(), db.engine.begin() as saving:
        saving.execute(db.update(Response).values(saved_on=date(2026, 7, 1)))
        removing.start()
        # The removal finds them old, as this is not committed; by then it waits for this, or has passed them over.
        removing.join(timeout=1)
    removing.join()
    assert rows_of(app) == {("small.break", ""): ("yes", None, None)}
