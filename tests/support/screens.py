"""Screens on which staff work, a phone's and a desk's, with someone signed in before them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page

from tests.support.chromium import phone, served
from tests.support.staff import PASSWORD

DESK: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800}, "is_mobile": False, "has_touch": False, "device_scale_factor": 1,
}  # fmt: skip
SIZES: dict[str, dict[str, Any]] = {"phone": {}, "desk": DESK}
"""What `phone` is given for each, by name."""


def sign_in(page: Page, email: str, path: str | None = None, password: str = PASSWORD) -> None:
    """Sign in on the way to `path`, which is open afterwards; without it, the account's first page is."""
    page.goto(path or "/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if path is not None:
        page.wait_for_url(path)


@contextmanager
def signed_in(app: Flask, browser: Browser, email: str, path: str, **settings: Any) -> Iterator[Page]:
    """A page at `path` of `app`, which is served, for someone who has signed in; `settings` are those of `phone`."""
    with served(app) as address:
        context = phone(browser, address, **settings)
        page = context.new_page()
        sign_in(page, email, path)
        yield page
        context.close()
