"""A real server, killed between two pages and while it saves: what was saved is there, and nothing is half there."""

import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.conftest import let_go, make_app
from tests.faults.processes import kill, server
from tests.faults.scene import PLAN, POINTS, sent_responses, stored_answers
from tests.forms_app.respond.conftest import add_provider_and_round
from tests.forms_app.respond.conftest import definitions as definitions

pytestmark = pytest.mark.slow
MOMENTS = (0.002, 0.01)
"""Seconds after the page was sent at which the server is killed, within the saving or beside it."""


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path) -> Iterator[Flask]:
    """Looks at the database; the pages come from the server."""
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions)
    add_provider_and_round(app)
    yield app
    let_go(app)


def post(port: int, path: str, form: dict[str, object]) -> str:
    """Send a form; the address that the answer leads to."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    line.request("POST", path, urlencode(form, doseq=True), headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    assert answer.status == 303, (path, answer.status)
    return str(answer.headers["Location"])


def test_what_was_saved_is_there_when_the_server_comes_back(
    app: Flask, database_url: str, tmp_path: Path, definitions: Path
) -> None:
    with server(database_url, tmp_path / "home", definitions) as (port, process):
        address = post(port, "/s/spring", {})
        kill(process)
    keys = list(PLAN)
    for start, end in ((0, 3), (3, 6)):
        with server(database_url, tmp_path / "home", definitions) as (port, process):
            for key in keys[start:end]:
                post(port, f"{address}/{key}", {"answer": PLAN[key], "whole": "yes"})
            kill(process)
        assert stored_answers(app) == {key: PLAN[key] for key in keys[:end]}
    with server(database_url, tmp_path / "home", definitions) as (port, process):
        post(port, f"{address}/answers/send", {})
        kill(process)
    assert sent_responses(app) == 1
    assert stored_answers(app) == PLAN


@pytest.mark.parametrize("point", POINTS)
def test_an_answer_is_whole_or_not_there_when_the_server_is_killed_while_it_saves(
    app: Flask, database_url: str, tmp_path: Path, definitions: Path, point: str
) -> None:
    place = list(PLAN).index(POINTS[point])
    key = list(PLAN)[place] if point != "middle" else "small.kind"
    for moment in MOMENTS:
        with server(database_url, tmp_path / "home", definitions) as (port, process):
            address = post(port, "/s/spring", {})
            for before in list(PLAN)[: list(PLAN).index(key)]:
                post(port, f"{address}/{before}", {"answer": PLAN[before], "whole": "yes"})
            sending = threading.Thread(target=_send_into_the_dark, args=(port, f"{address}/{key}", key))
            sending.start()
            time.sleep(moment)
            kill(process)
            sending.join()
    found = stored_answers(app).get(key, [])
    assert len(found) % len(PLAN[key]) == 0
    with server(database_url, tmp_path / "home", definitions) as (port, process):
        for again in list(PLAN)[list(PLAN).index(key) :]:
            post(port, f"{address}/{again}", {"answer": PLAN[again], "whole": "yes"})
        assert "/answers/sent" in post(port, f"{address}/answers/send", {})
    assert sent_responses(app) == 1


def _send_into_the_dark(port: int, path: str, key: str) -> None:
    try:
        post(port, path, {"answer": PLAN[key], "whole": "yes"})
    except (OSError, http.client.HTTPException):
        return
