"""A survey of 20 questions, served by the production server, for what measures the respondent's side."""

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import yaml

from forms_app.app import create_app
from forms_app.commands.database import upgrade_database
from forms_app.database import db
from forms_app.frontend.build import build
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from surveys.library import SHIPPED

QUESTIONS = 20
MODULES = [
    {"module": "satisfaction"},
    {"module": "identified"},
    {"module": "information"},
    {"module": "health"},
    {"module": "wellbeing", "only": ["wellbeing.life-satisfaction", "wellbeing.happy"]},
    {"module": "one-thing"},
]
SURVEY = {
    "id": "twenty",
    "title": "Your life as a carer",
    "intro": "These questions ask about the help you have had as a carer. You can miss out any question.",
    "respondent": "carer",
    "minutes": 5,
    "modules": MODULES,
}
LANGUAGES = "en;en-simple;pl;ur;ar;bn"


def make_instance(home: Path) -> None:
    """An instance in `home` with two rounds of 20 questions: `/s/one` in English alone, `/s/six` in six languages."""
    build()
    definitions = home / "definitions"
    shutil.copytree(SHIPPED, definitions)
    (definitions / "surveys" / "twenty.yaml").write_text(yaml.safe_dump(SURVEY), encoding="utf-8")
    app = create_app({"HOME": home, "DEFINITIONS": definitions})
    with app.app_context():
        upgrade_database()
        asked = app.extensions["library"].surveys["twenty"].by_key
        assert len(asked) == QUESTIONS, f"the survey has {len(asked)} questions"
        db.session.add(Provider(provider="hub", name="Anytown Carers Hub"))
        db.session.flush()
        for slug, languages in (("one", "en"), ("six", LANGUAGES)):
            usual = {"survey": "twenty", "provider": "hub", "title": "Your life as a carer", "opens_on": date(2020, 1, 1)}
            db.session.add(Round(slug=slug, languages=languages, **usual))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


@dataclass
class Served:
    """A server at work: its address and the process that its own processes come from."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Processor time of the server's processes so far, in user and system mode. Linux only."""
        ticks = 0
        for folder in Path("/proc").glob("[0-9]*"):
            fields = (folder / "stat").read_text().rsplit(") ", 1)[1].split() if (folder / "stat").exists() else []
            if fields and self.process.pid in (int(fields[1]), int(folder.name)):
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def production_server(home: Path) -> Iterator[Served]:
    """`carer-outcomes serve` with one process."""
    environment = {
        "PATH": os.environ["PATH"],
        "CARER_OUTCOMES_HOME": str(home),
        "CARER_OUTCOMES_DEFINITIONS": str(home / "definitions"),
    }
    command = [sys.executable, "-c", "from forms_app.cli import main; main()", "serve", "--workers", "1", "--bind"]
    with _running(command, environment) as served:
        yield served


@contextmanager
def bare_server() -> Iterator[Served]:
    """A page with one question and one style sheet, and nothing else that a survey needs, from the same kind of server."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--workers", "1", "--log-level", "warning"]
    with _running([*gunicorn, "tests.performance.bare_page:application", "--bind"], {"PATH": os.environ["PATH"]}) as served:
        yield served


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    served = Served(port, subprocess.Popen([*command, f"127.0.0.1:{port}"], env=environment))
    try:
        _wait_for(served)
        yield served
    finally:
        served.process.terminate()
        served.process.wait(20)


def _wait_for(served: Served) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and served.process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", served.port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start; what it said stands above.")


def answer_all(served: Served, slug: str = "one") -> int:
    """Answer a whole survey as a phone without scripts does, and send it. Returns the number of questions."""
    page, url = _ask(served, "POST", f"/s/{slug}")
    asked = 0
    while not url.endswith("/answers/check"):
        value = re.search(r'type="(?:radio|checkbox)"[^>]* value="([^"]+)"', page)
        form = {"answer": unescape(value[1]) if value else "Some words", "whole": "yes"}
        page, url = _ask(served, "POST", url, urlencode(form))
        asked += 1
    page, url = _ask(served, "POST", url.replace("/check", "/send"))
    assert "/answers/sent" in url, url
    return asked


def _ask(served: Served, method: str, url: str, body: str | None = None) -> tuple[str, str]:
    """A page and its address, redirects followed."""
    headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
    if method == "POST":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request(method, url, body or "", headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status in (302, 303):
        return _ask(served, "GET", answer.headers["Location"])
    assert answer.status == 200, f"{method} {url}: {answer.status}"
    return (gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content).decode(), url
