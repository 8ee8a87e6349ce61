"""A real server is killed while a worker types a review: what was saved is there, whole, when it comes back."""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.casework import FormDraft
from tests.conftest import let_go, make_app
from tests.faults.processes import kill, server
from tests.forms_app.casework.conftest import add_person
from tests.forms_app.casework.conftest import definitions as definitions
from tests.support.staff import PASSWORD, add_provider, add_staff

pytestmark = pytest.mark.slow
MOMENTS = (0.002, 0.02)


@pytest.fixture
def app(database_url: str, tmp_path: Path, definitions: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Looks at the database; the pages come from the server."""
    monkeypatch.setenv("CARER_OUTCOMES_SECOND_FACTOR", "optional")
    app = make_app(database_url, tmp_path / "home", DEFINITIONS=definitions)
    add_provider(app)
    add_staff(app)
    add_person(app)
    yield app
    let_go(app)


def ask(port: int, path: str, form: dict[str, str] | None = None, cookie: str = "") -> tuple[int, str, str]:
    """Send a form, or open a page; the status, the page and the cookies."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Cookie": cookie}
    line.request("POST" if form is not None else "GET", path, urlencode(form or {}), headers)
    answer = line.getresponse()
    page = answer.read().decode()
    cookies = "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")
    line.close()
    return answer.status, page, cookies


def signed_in(port: int) -> str:
    status, _page, cookies = ask(port, "/sign-in", {"email": "support_worker@north.example", "password": PASSWORD})
    assert status == 302
    return cookies


def test_a_draft_survives_the_death_of_its_server(app: Flask, database_url: str, tmp_path: Path, definitions: Path) -> None:
    with server(database_url, tmp_path / "home", definitions) as (port, process):
        cookie = signed_in(port)
        _status, page, _cookies = ask(port, "/person/P1/review", cookie=cookie)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        status, said, _cookies = ask(port, "/drafts/review/P1", fields | {"notes": "word 0", "draft_number": "1"}, cookie)
        assert status == 200, said
        kill(process)
    for number, moment in enumerate(MOMENTS, 1):
        with server(database_url, tmp_path / "home", definitions) as (port, process):
            sent = fields | {"notes": f"word {number}", "draft_number": str(number + 1)}
            sending = threading.Thread(target=_into_the_dark, args=(port, sent, cookie))
            sending.start()
            time.sleep(moment)
            kill(process)
            sending.join()
    with server(database_url, tmp_path / "home", definitions) as (port, process):
        _status, page, _cookies = ask(port, "/person/P1/review", cookie=cookie)
        assert re.search(r">word [0-2]</textarea>", page)
        kill(process)
    with app.app_context():
        assert len(db.session.scalars(select(FormDraft.typed)).all()) == 1


def _into_the_dark(port: int, form: dict[str, str], cookie: str) -> None:
    try:
        ask(port, "/drafts/review/P1", form, cookie)
    except (OSError, http.client.HTTPException):
        return
