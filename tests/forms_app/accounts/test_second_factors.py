"""The second factor: asked for once it is set up, each code good once; where it is required nothing opens without."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forms_app.accounts.second_factor import reset_second_factor
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import StaffSession, User
from forms_app.models.audit import AuditEvent
from forms_app.models.work import Message
from tests.support.house_rules import check_page
from tests.support.second_factors import (
    code_of,
    codes_on,
    half_in,
    hidden,
    key_on,
    set_up_app,
    user_called,
)
from tests.support.staff import PASSWORD, add_staff, new_client, opened, sign_in, signed_in

PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


def send(client: FlaskClient, path: str = "/sign-in/second-factor", **fields: str) -> str:
    """Send a second factor; the page that says what is wrong, or "" once signed in."""
    answer = client.post(path, data=fields)
    if answer.text:
        check_page(answer.text)
    return answer.text


def showed_it_long_ago(app: Flask, minutes: int) -> None:
    """Make it so long since anyone showed that it is their account."""
    with app.app_context():
        db.session.execute(update(StaffSession).values(confirmed_at=now() - timedelta(minutes=minutes)))
        db.session.commit()


def is_in(client: FlaskClient) -> bool:
    return client.get("/people").status_code == 200


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_password_alone_opens_nothing_once_an_app_is_set_up(
    app: Flask, email: str, factors: tuple[str, list[str]]
) -> None:
    client = half_in(app, email, "/sign-in?next=/people?show%3Ddue")
    opened(client, "/sign-in/second-factor")
    assert not is_in(client)
    answer = client.post("/sign-in/second-factor?next=/people?show%3Ddue", data={"code": code_of(factors[0])})
    assert answer.location == "/people?show=due"
    assert is_in(client)


@pytest.mark.parametrize("typed", ["000000", "12345", "abcdef", "", "１２３４５６", "9" * 5000])
def test_a_wrong_code_is_said_to_be_wrong(app: Flask, email: str, factors: tuple[str, list[str]], typed: str) -> None:
    client = half_in(app, email)
    assert "There is a problem" in send(client, code=typed)
    assert not is_in(client)


def test_a_code_works_once_whoever_types_it(app: Flask, email: str, factors: tuple[str, list[str]]) -> None:
    first, second = half_in(app, email), half_in(app, email)
    code = code_of(factors[0])
    send(first, code=code)
    assert is_in(first)
    assert "was used before" in send(second, code=code)
    assert not is_in(second)


def test_the_code_that_set_the_app_up_is_used(app: Flask, email: str) -> None:
    client = new_client(app)
    sign_in(client, email)
    key, _codes = set_up_app(client)
    pages = [send(half_in(app, email), code=code_of(key, step)) for step in (-1, 0)]
    assert any("was used before" in page for page in pages)


@pytest.mark.parametrize(("steps", "right"), [(-1, True), (1, True), (-3, False), (3, False)])
def test_a_phones_clock_may_be_half_a_minute_wrong(
    app: Flask, email: str, factors: tuple[str, list[str]], steps: int, right: bool
) -> None:
    client = half_in(app, email)
    send(client, code=code_of(factors[0], steps))
    assert is_in(client) is right


def test_ten_wrong_codes_make_even_the_right_one_wait(app: Flask, email: str, factors: tuple[str, list[str]]) -> None:
    client = half_in(app, email)
    for _ in range(10):
        send(client, code="000000")
    assert "too many wrong tries" in send(client, code=code_of(factors[0]))
    assert not is_in(client)
    assert actions(app)[-1] == "sign-in-refused"


def test_a_recovery_code_works_once_and_is_no_text_in_the_table(
    app: Flask, email: str, factors: tuple[str, list[str]]
) -> None:
    codes = factors[1]
    assert len(codes) == len(set(codes)) == 10
    kept = user_called(app, email).mf_recovery_codes or []
    assert len(kept) == 10
    assert not any(part in "".join(kept) for code in codes for part in (code, code.replace("-", "")))
    first = half_in(app, email)
    send(first, recovery=f" {codes[3].upper().replace('-', ' ')} ")
    assert is_in(first)
    assert actions(app).count("recovery-code-used") == 1
    second = half_in(app, email)
    assert "not one of your recovery codes" in send(second, recovery=codes[3])
    assert "9 of 10 left" in first.get("/account").text


def test_the_apps_secret_is_encrypted_in_the_table(app: Flask, email: str, factors: tuple[str, list[str]]) -> None:
    kept = user_called(app, email).tf_totp_secret or ""
    assert "enckey" in kept
    assert factors[0].replace(" ", "") not in kept


def test_a_newer_key_before_the_old_one_still_reads_the_secret(
    app: Flask, email: str, factors: tuple[str, list[str]]
) -> None:
    app.config["ENCRYPTION_KEYS"] = ["a newer key", *app.config["ENCRYPTION_KEYS"]]
    client = half_in(app, email)
    send(client, code=code_of(factors[0]))
    assert is_in(client)


def test_half_a_sign_in_is_worth_nothing_after_ten_minutes_or_another_password(
    app: Flask, email: str, factors: tuple[str, list[str]]
) -> None:
    client = half_in(app, email)
    with client.session_transaction() as session:
        session["halfway"]["at"] -= 601
        session.modified = True
    assert client.post("/sign-in/second-factor", data={"code": code_of(factors[0])}).status_code == 401
    assert client.get("/sign-in/second-factor").location == "/sign-in"
    client = half_in(app, email)
    with app.app_context():
        db.session.scalars(select(User).filter_by(email=email)).one().password = "another"
        db.session.commit()
    assert client.get("/sign-in/second-factor").location == "/sign-in"


def test_nobody_comes_to_the_second_factor_without_the_password(client: FlaskClient, email: str) -> None:
    assert client.get("/sign-in/second-factor").location == "/sign-in"
    assert client.post("/sign-in/second-factor", data={"code": "1"}).status_code == 401


def test_a_kept_form_survives_the_second_factor(app: Flask, email: str, factors: tuple[str, list[str]]) -> None:
    client = new_client(app)
    page = client.post("/people/new", data={"person": "NC-1", "email": "<typed>"}).text
    fields = dict(re.findall(r'<input type="hidden" name="(kept[^"]+)" value="([^"]*)"', page))
    fields["kept.email"] = fields["kept.email"].replace("&lt;", "<").replace("&gt;", ">")
    asked = client.post("/sign-in/kept", data=fields | {"email": email, "password": PASSWORD})
    assert asked.status_code == 401
    check_page(asked.text)
    wrong = send(client, code="000000", **fields)
    right = send(client, code=code_of(factors[0]), **fields)
    for html in (asked.text, wrong):
        assert 'name="kept.person" value="NC-1"' in html
        assert 'name="kept.email" value="&lt;typed&gt;"' in html
    assert 'action="/people/new"' in right
    assert 'name="email" value="&lt;typed&gt;"' in right


def test_setting_up_asks_for_a_code_of_the_same_secret(app: Flask, email: str) -> None:
    client = new_client(app)
    sign_in(client, email)
    page = client.get("/account/authenticator").text
    wrong = client.post("/account/authenticator", data={"offer": hidden(page)["offer"], "code": "000000"}).text
    check_page(wrong)
    assert key_on(wrong) == key_on(page)
    for damaged in ("x", hidden(page)["offer"] + "x"):
        assert "open for too long" in client.post("/account/authenticator", data={"offer": damaged, "code": "1"}).text
    assert user_called(app, email).tf_totp_secret is None


def test_an_offer_to_somebody_else_sets_nothing_up(app: Flask, email: str) -> None:
    page = signed_in(app, "provider_manager").get("/account/authenticator").text
    client = new_client(app)
    sign_in(client, email)
    client.post("/account/authenticator", data={"offer": hidden(page)["offer"], "code": code_of(key_on(page))})
    assert user_called(app, email).tf_totp_secret is None


def test_a_double_tap_on_setting_up_still_shows_codes_that_work(app: Flask, email: str) -> None:
    client = new_client(app)
    sign_in(client, email)
    page = client.get("/account/authenticator").text
    sent = {"offer": hidden(page)["offer"], "code": code_of(key_on(page))}
    client.post("/account/authenticator", data=sent)
    codes = codes_on(client.post("/account/authenticator", data=sent).text)
    assert len(codes) == 10
    again = half_in(app, email)
    send(again, recovery=codes[0])
    assert is_in(again)


def test_a_second_factor_added_ends_other_sessions_and_is_told(app: Flask, email: str) -> None:
    client, other = new_client(app), new_client(app)
    sign_in(client, email)
    sign_in(other, email)
    set_up_app(client)
    assert is_in(client)
    assert not is_in(other)
    assert actions(app).count("second-factor-added") == actions(app).count("recovery-codes-made") == 1
    with app.app_context():
        assert db.session.scalars(select(Message.kind)).all() == ["second-factor-added"]


def test_setting_up_asks_for_the_password_again_when_signing_in_was_long_ago(app: Flask, email: str) -> None:
    client = new_client(app)
    sign_in(client, email)
    showed_it_long_ago(app, minutes=16)
    for path in ("/account/authenticator", "/account/passkey", "/account/recovery-codes"):
        assert client.get(path).location == f"/account/confirm?next={path}"
    check_page(client.post("/account/confirm?next=/account/passkey", data={"password": "wrong"}).text)
    answer = client.post("/account/confirm?next=/account/passkey", data={"password": PASSWORD})
    assert answer.location == "/account/passkey"
    assert client.get("/account/authenticator").status_code == 200
    assert client.post("/account/confirm?next=//evil.example", data={"password": PASSWORD}).location == "/account"


def test_the_app_is_removed_with_the_password_and_then_no_longer_asked_for(
    app: Flask, email: str, factors: tuple[str, list[str]]
) -> None:
    client = half_in(app, email)
    send(client, code=code_of(factors[0]))
    opened(client, "/account/authenticator/remove")
    check_page(client.post("/account/authenticator/remove", data={"password": "wrong"}).text)
    assert user_called(app, email).tf_totp_secret
    assert client.post("/account/authenticator/remove", data={"password": PASSWORD}).location == "/account"
    changed = user_called(app, email)
    assert (changed.tf_totp_secret, changed.mf_recovery_codes) == (None, [])
    assert "second-factor-removed" in actions(app)
    sign_in(new_client(app), email)


def test_new_recovery_codes_take_the_place_of_the_old(app: Flask, email: str, factors: tuple[str, list[str]]) -> None:
    client = half_in(app, email)
    send(client, code=code_of(factors[0]))
    opened(client, "/account/recovery-codes")
    page = client.post("/account/recovery-codes").text
    check_page(page)
    other = half_in(app, email)
    assert "not one of your recovery codes" in send(other, recovery=factors[1][0])
    send(other, recovery=codes_on(page)[0])
    assert is_in(other)


def test_a_reset_takes_everything_away_and_ends_sessions(app: Flask, email: str, factors: tuple[str, list[str]]) -> None:
    client = half_in(app, email)
    send(client, code=code_of(factors[0]))
    with app.app_context():
        reset_second_factor(db.session.scalars(select(User).filter_by(email=email)).one())
        db.session.commit()
        assert not db.session.scalars(select(StaffSession).filter_by(ended_at=None)).all()
    assert not is_in(client)
    sign_in(new_client(app), email)


class TestRequired:
    """Where the setting says that everybody has one."""

    @pytest.fixture
    def app(self, app: Flask) -> Flask:
        app.config["SECOND_FACTOR"] = "required"
        return app

    def test_no_page_of_staff_opens_before_one_is_set_up(self, app: Flask, client: FlaskClient) -> None:
        confined, stranger = client, new_client(app)
        answer = confined.post("/sign-in", data={"email": add_staff(app), "password": PASSWORD})
        assert answer.location == "/account/second-factor"
        free, checked = [], 0
        for rule in app.url_map.iter_rules():
            if rule.endpoint in ("accounts.sign_out", "accounts.sign_out_everywhere", "accounts.ask_second_factor"):
                continue
            path = PARAMETER.sub("1", rule.rule)
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                data = {"x": "1"} if method == "POST" else None
                asked = stranger.open(path, method=method, data=data)
                if not (asked.location or "").startswith("/sign-in?next=") and asked.status_code != 401:
                    continue
                checked += 1
                found = confined.open(path, method=method, data=data)
                if not (found.location or "").startswith("/account/second-factor") and found.status_code != 403:
                    free.append(rule.endpoint)
        assert checked > 100
        assert set(free) == {
            "accounts.set_up", "accounts.set_up_app", "accounts.set_up_passkey", "accounts.confirm_password",
        }  # fmt: skip

    def test_one_that_is_set_up_opens_the_rest(self, app: Flask, client: FlaskClient) -> None:
        client.post("/sign-in?next=/people?show%3Ddue", data={"email": add_staff(app), "password": PASSWORD})
        page = opened(client, "/account/second-factor?next=/people?show%3Ddue")
        assert 'href="/people"' not in page
        assert not is_in(client)
        set_up_app(client)
        assert is_in(client)

    def test_a_kept_form_survives_setting_up(self, app: Flask) -> None:
        client, email = new_client(app), add_staff(app)
        kept = {"kept-path": "/people/new", "kept.person": "NC-1"}
        first = client.post("/sign-in/kept", data=kept | {"email": email, "password": PASSWORD})
        check_page(first.text)
        second = client.post("/account/authenticator", data=kept)
        check_page(second.text)
        sent = {"offer": hidden(second.text)["offer"], "code": code_of(key_on(second.text))}
        third = client.post("/account/authenticator", data=kept | sent)
        check_page(third.text)
        for html in (first.text, second.text):
            assert 'name="kept.person" value="NC-1"' in html
        assert '<form method="post" action="/people/new"' in third.text
        assert 'name="person" value="NC-1"' in third.text

    def test_a_form_sent_by_someone_without_one_is_kept(self, app: Flask, client: FlaskClient) -> None:
        client.post("/sign-in", data={"email": add_staff(app), "password": PASSWORD})
        answer = client.post("/people/new", data={"person": "NC-1"})
        assert answer.status_code == 403
        assert 'name="kept.person" value="NC-1"' in answer.text

    def test_the_last_one_is_not_removed(self, app: Flask, client: FlaskClient) -> None:
        email = add_staff(app)
        client.post("/sign-in", data={"email": email, "password": PASSWORD})
        set_up_app(client)
        for answer in (
            client.get("/account/authenticator/remove"),
            client.post("/account/authenticator/remove", data={"password": PASSWORD}),
        ):
            assert answer.status_code == 403
            assert "Add another first" in answer.text
        assert user_called(app, email).tf_totp_secret


def test_one_is_required_unless_the_setting_says_otherwise(tmp_path: Path) -> None:
    from forms_app.settings import load_settings

    assert load_settings({}, {"HOME": tmp_path})["SECOND_FACTOR"] == "required"
