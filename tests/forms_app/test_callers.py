"""Whoever runs the service is told when it takes everybody for one caller."""

from pathlib import Path

import pytest
from flask import Flask

from forms_app.callers import warning_of
from forms_app.commands import serve
from tests.conftest import let_go, make_app


@pytest.mark.parametrize(
    ("address", "proxies", "warned"),
    [("https://carers.example", 0, True), ("https://carers.example", 1, False), ("http://127.0.0.1:5000", 0, False)],
)
def test_a_service_behind_a_proxy_that_it_does_not_know_of_warns(
    app: Flask, address: str, proxies: int, warned: bool
) -> None:
    app.config |= {"PUBLIC_URL": address, "PROXIES": proxies}
    assert ("CARER_OUTCOMES_PROXIES=1" in warning_of(app)) is warned


def test_the_log_says_it_once_before_the_first_request(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(database_url, tmp_path / "home", PUBLIC_URL="https://carers.example")
    for _twice in range(2):
        app.test_client().get("/finish")
    assert caplog.text.count("PROXIES is 0") == 1
    let_go(app)


def test_serving_says_it_when_it_starts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    app.config |= {"PUBLIC_URL": "https://carers.example", "PROXIES": 0}
    monkeypatch.setattr(serve.Production, "run", lambda _server: None)
    assert "PROXIES is 0" in app.test_cli_runner().invoke(serve.serve, []).stderr
