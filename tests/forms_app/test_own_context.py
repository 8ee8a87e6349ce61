"""Who signed in is asked for each request alone, on every server and in every process."""

import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask, g

from surveys.library import SHIPPED
from tests.conftest import let_go
from tests.faults.processes import server
from tests.support.staff import PASSWORD, add_provider, add_staff, new_client, sign_in


def test_whoever_has_not_signed_in_is_nobody_where_a_context_is_there_already(app: Flask) -> None:
    add_provider(app)
    worker = add_staff(app)
    with app.app_context():
        g.left = "by the command"
        someone = new_client(app)
        sign_in(someone, worker)
        assert someone.get("/people").status_code == 200
        assert new_client(app).get("/people").status_code == 302
        assert g.left == "by the command"


@pytest.mark.slow
def test_a_server_of_one_process_takes_no_caller_for_another(
    app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARER_OUTCOMES_SECOND_FACTOR", "optional")
    add_provider(app)
    worker = add_staff(app)
    let_go(app)
    with server(database_url, Path(app.config["HOME"]), SHIPPED) as (port, _process):
        someone = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        _open(someone, port, "/sign-in", email=worker, password=PASSWORD)
        assert "My people" in _open(someone, port, "/people")
        nobody = urllib.request.build_opener()
        for _time in range(3):
            assert "My people" not in _open(nobody, port, "/people")


def _open(opener: urllib.request.OpenerDirector, port: int, path: str, **typed: str) -> str:
    """The page that a browser ends up with, without its menu."""
    sent = urlencode(typed).encode() if typed else None
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", sent, {"Sec-Fetch-Site": "same-origin"})
    with opener.open(request, timeout=30) as page:
        return re.sub(r"(?s)<nav.*?</nav>", "", page.read().decode())
