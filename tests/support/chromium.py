"""A real Chromium for tests, a phone to hold it in, and an app served to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from tests.support.find_browser import find

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that makes no connection of its own."""
    path = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def phone(browser: Browser, address: str, *, script: bool = True, **settings: Any) -> BrowserContext:
    """A phone's screen, touch and all, on which paths are taken from `address`; `settings` are Playwright's own."""
    settings = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2} | settings
    context = browser.new_context(base_url=address, java_script_enabled=script, **settings)
    context.set_default_timeout(20_000)
    return context


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which `app` answers, from its own threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the test speaks."""


@contextmanager
def served_folder(folder: Path) -> Iterator[str]:
    """The address at which a folder of files is served, as any web server would."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def press(page: Page, name: str) -> None:
    """Press a button that sends the page's form, and wait for the page that comes back. A whole name goes before a part."""
    button = page.get_by_role("button", name=name, exact=True)
    with page.expect_navigation():
        (button if button.count() else page.get_by_role("button", name=name)).click()
