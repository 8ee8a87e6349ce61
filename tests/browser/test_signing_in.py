"""Signing in with a second factor in a real browser: an app, and passkeys of a device that Chromium plays."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from forms_app.frontend.build import build
from tests.conftest import let_go, make_app
from tests.support.axe import check
from tests.support.chromium import phone, press, served
from tests.support.screens import SIZES
from tests.support.second_factors import code_of, forget_used_codes
from tests.support.staff import PASSWORD, add_provider, add_staff

pytestmark = pytest.mark.browser

EMAIL = "support_worker@north.example"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A service that requires a second factor, with a worker who has none."""
    build()
    app = make_app(database_url, tmp_path / "home", SECOND_FACTOR="required")
    add_provider(app)
    add_staff(app)
    yield app
    let_go(app)


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, app: Flask, browser: Browser) -> Iterator[Page]:
    """A browser at `localhost`: no browser makes passkeys at a number."""
    with served(app) as address:
        context = phone(browser, address.replace("127.0.0.1", "localhost"), **SIZES[request.param])
        yield context.new_page()
        context.close()


def device(page: Page, **more: Any) -> None:
    """Give the browser a device that holds passkeys and knows who uses it, unless `more` says otherwise."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    about = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": about | more})


def type_password(page: Page, path: str = "/people") -> None:
    page.goto(path)
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    press(page, "Sign in")


def sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out", exact=True).click()


def press_passkey(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_app_is_set_up_and_asked_for(page: Page, app: Flask) -> None:
    page.goto("/people")
    check(page, "sign-in")
    type_password(page)
    check(page, "second-factor-set-up")
    page.goto("/people")
    assert page.url.endswith("/account/second-factor?next=/people")
    press(page, "Set up an app")
    check(page, "authenticator")
    page.get_by_text("I can’t scan it").click()
    check(page, "authenticator-key")
    key = page.inner_text("#key")
    page.fill("#code", "000000")
    press(page, "Continue")
    check(page, "authenticator-error")
    page.fill("#code", code_of(key))
    press(page, "Continue")
    check(page, "recovery-codes")
    codes = page.locator(".app-code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("button", name="I have kept the codes").click()
    page.wait_for_url("/people")
    page.get_by_role("link", name="My account: Sam Support Worker").click()
    check(page, "account")
    sign_out(page)

    forget_used_codes(app)
    type_password(page)
    check(page, "second-factor")
    page.fill("#code", "1")
    press(page, "Continue")
    check(page, "second-factor-error")
    page.fill("#code", code_of(key))
    press(page, "Continue")
    page.wait_for_url("/people")
    sign_out(page)

    type_password(page)
    page.get_by_text("I can’t use my phone or my passkey").click()
    check(page, "second-factor-recovery")
    page.fill("#recovery", codes[0])
    press(page, "Use the recovery code")
    page.wait_for_url("/people")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_passkey_is_the_second_factor_and_then_all_there_is(page: Page) -> None:
    device(page)
    type_password(page)
    press(page, "Add a passkey")
    check(page, "passkey-new")
    page.fill("#name", "work laptop")
    press_passkey(page, "Add a passkey")
    assert page.inner_text("h1") == "Keep your recovery codes"
    page.goto("/account")
    assert "Passkey: work laptop" in page.inner_text("main")
    check(page, "account-passkey")
    page.goto("/account/passkey")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("This device has a passkey for your account already.").wait_for()
    check(page, "passkey-known")
    sign_out(page)

    type_password(page)
    check(page, "second-factor-passkey")
    press_passkey(page, "Use your passkey")
    page.wait_for_url("/people")
    sign_out(page)

    page.goto("/people")
    press_passkey(page, "Use a passkey")
    page.wait_for_url("/people")
    page.goto("/account")
    page.get_by_role("link", name="Remove the passkey").click()
    assert "Add another first" in page.inner_text("main")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_device_that_does_not_check_its_holder_is_a_second_factor_only(page: Page) -> None:
    device(page, hasUserVerification=False, isUserVerified=False)
    type_password(page)
    press(page, "Add a passkey")
    press_passkey(page, "Add a passkey")
    assert page.inner_text("h1") == "Keep your recovery codes"
    sign_out(page)
    page.goto("/people")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_function("document.querySelector('[data-passkey-problem]').textContent !== ''", timeout=90_000)
    assert page.url.endswith("/sign-in?next=/people")
    check(page, "passkey-refused")
    type_password(page)
    press_passkey(page, "Use your passkey")
    page.wait_for_url("/people")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_browser_answered_once_is_no_good_again(page: Page, app: Flask) -> None:
    device(page)
    type_password(page)
    press(page, "Add a passkey")
    press_passkey(page, "Add a passkey")
    sign_out(page)
    page.goto("/sign-in")
    with page.expect_request("**/sign-in/passkey") as sent:
        press_passkey(page, "Use a passkey")
    assert "answer=%7B" in (sent.value.post_data or "")
    sign_out(page)
    client = app.test_client()
    answer = client.post(
        "/sign-in/passkey",
        data=sent.value.post_data,
        content_type="application/x-www-form-urlencoded",
        base_url=page.url.partition("/sign-in")[0],
    )
    assert "That passkey did not work" in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_script_words_say_that_passkeys_need_one(app: Flask, browser: Browser) -> None:
    with served(app) as address:
        context = phone(browser, address.replace("127.0.0.1", "localhost"), script=False)
        page = context.new_page()
        page.goto("/sign-in")
        assert "This browser can’t use passkeys, or scripts are switched off in it." in page.inner_text("main")
        assert not page.get_by_role("button", name="Use a passkey").is_visible()
        context.close()
