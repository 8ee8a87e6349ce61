"""What a stranger, a thief or a colleague might try at signing in. Passkeys and guesses have tests of their own."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from forms_app.accounts import sign_in_form, signing_in
from forms_app.administration.changes import change_account, sign_out_everywhere
from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import StaffSession, User
from tests.support.house_rules import check_page
from tests.support.second_factors import code_of, half_in, hidden, set_up_app, user_called
from tests.support.staff import PASSWORD, add_staff, new_client, opened, sign_in, signed_in

PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
ELSEWHERE = (
    "//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "/\n/evil.example", "javascript:alert(1)", "evil.example", " //evil.example",
)  # fmt: skip
NEW = "kettle orbit mustard"


def is_in(client: FlaskClient) -> bool:
    return client.get("/people").status_code == 200


def cookie(client: FlaskClient, name: str = "session", path: str = "/") -> Any:
    found = client.get_cookie(name, path=path)
    assert found
    return found


def thief_with(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser, with a copy of this one's session cookie."""
    thief = new_client(app)
    thief.set_cookie("session", cookie(client).value)
    return thief


def change_user(app: Flask, email: str, **values: Any) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.email == email).values(**values))
        db.session.commit()


class TestEnumeration:
    """Whether an address has an account."""

    def test_every_address_costs_the_same_work(self, app: Flask, email: str, monkeypatch: pytest.MonkeyPatch) -> None:
        off = add_staff(app, email="gone@north.example")
        change_user(app, off, active=False)
        hashes: list[str] = []
        made, checked = sign_in_form.hash_password, User.verify_and_update_password
        monkeypatch.setattr(sign_in_form, "hash_password", lambda text: hashes.append("one") or made(text))
        monkeypatch.setattr(
            User, "verify_and_update_password", lambda user, text: bool(hashes.append("one")) or checked(user, text)
        )
        done = []
        for address, password in ((email, "wrong"), ("nobody@north.example", "wrong"), (off, PASSWORD)):
            hashes.clear()
            seen: list[str] = []
            listener = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
            with app.app_context():
                event.listen(db.engine, "before_cursor_execute", listener)
            assert new_client(app).post("/sign-in", data={"email": address, "password": password}).status_code == 200
            with app.app_context():
                event.remove(db.engine, "before_cursor_execute", listener)
            done.append((seen, list(hashes)))
        assert done[0][1] == ["one"]
        assert done[0] == done[1] == done[2]

    def test_a_wrong_password_does_not_tell_who_has_a_second_factor(
        self, app: Flask, email: str, factors: tuple[str, list[str]]
    ) -> None:
        other = add_staff(app, "provider_manager")
        pages = [new_client(app).post("/sign-in", data={"email": one, "password": "wrong"}) for one in (email, other)]
        assert [page.status_code for page in pages] == [200, 200]
        assert not any("second-factor" in page.text for page in pages)


class TestWhereItLeads:
    """Nobody is sent to another site, with or without what they typed."""

    @pytest.mark.parametrize("path", ELSEWHERE)
    def test_no_step_of_signing_in_leads_to_another_site(
        self, app: Flask, email: str, factors: tuple[str, list[str]], path: str
    ) -> None:
        half = half_in(app, email)
        query = {"next": path}
        assert "evil" not in half.get("/sign-in/second-factor", query_string=query).text
        answer = half.post("/sign-in/second-factor", query_string=query, data={"recovery": factors[1][0]})
        assert answer.location == "/home"
        for method in ("GET", "POST"):
            assert half.open("/sign-in", method=method, query_string=query).location == "/home"
        assert half.post("/account/confirm", query_string=query, data={"password": PASSWORD}).location == "/account"
        assert "evil" not in half.get("/account/second-factor", query_string=query).text

    @pytest.mark.parametrize("path", ELSEWHERE)
    def test_no_kept_form_goes_to_another_site(
        self, app: Flask, email: str, factors: tuple[str, list[str]], path: str
    ) -> None:
        kept = {"kept-path": path, "kept.email": "ann@example.org"}
        half = half_in(app, email)
        assert "evil" not in half.post("/sign-in/second-factor", data=kept).text
        answer = half.post("/sign-in/second-factor", data=kept | {"recovery": factors[1][0]})
        assert (answer.status_code, answer.location) == (302, "/home")
        assert "evil" not in half.post("/account/second-factor", data=kept).text


class TestSessions:
    """Cookies that were planted, copied or kept."""

    def test_the_cookies_are_for_this_site_and_no_script(self, app: Flask, email: str) -> None:
        for secure in (False, True):
            app.config["SESSION_COOKIE_SECURE"] = app.config["SECURE_COOKIES"] = secure
            client = new_client(app)
            answer = client.post(
                "/sign-in",
                data={"email": email, "password": PASSWORD},
                base_url="https://localhost" if secure else "http://localhost",
            )
            sent = {one.partition("=")[0]: one for one in answer.headers.getlist("Set-Cookie")}
            assert set(sent) == {"session", "known_device"}
            for one in sent.values():
                assert "HttpOnly" in one
                assert "SameSite=Lax" in one
                assert "Domain" not in one
                assert ("Secure" in one) is secure
            assert "Path=/sign-in" in sent["known_device"]

    def test_signing_in_over_somebody_else_ends_their_session(self, app: Flask, email: str) -> None:
        client = signed_in(app, "provider_manager")
        thief = thief_with(app, client)
        kept = {"kept-path": "/people/new", "kept.person": "NC-1"}
        assert client.post("/sign-in/kept", data=kept | {"email": email, "password": PASSWORD}).status_code == 200
        assert not is_in(thief)
        assert is_in(client)

    def test_half_a_sign_in_that_was_copied_still_lacks_the_second_factor(
        self, app: Flask, email: str, factors: tuple[str, list[str]]
    ) -> None:
        client = half_in(app, email)
        thief = thief_with(app, client)
        code = code_of(factors[0])
        assert client.post("/sign-in/second-factor", data={"code": code}).status_code == 302
        assert not is_in(thief)
        assert "There is a problem" in thief.post("/sign-in/second-factor", data={"code": code}).text
        assert not is_in(thief)

    def test_that_someone_showed_who_they_are_is_not_brought_back_by_an_old_cookie(self, app: Flask) -> None:
        client = signed_in(app)
        old = cookie(client).value
        assert client.get("/account/authenticator").status_code == 200
        with app.app_context():
            db.session.execute(update(StaffSession).values(confirmed_at=now() - timedelta(minutes=16)))
            db.session.commit()
        client.set_cookie("session", old)
        assert client.get("/account/authenticator").location == "/account/confirm?next=/account/authenticator"
        with client.session_transaction() as session:
            session["confirmed"] = 2**40
        assert client.get("/account/authenticator").status_code == 302

    def test_pages_with_codes_are_kept_by_no_cache(self, app: Flask, email: str) -> None:
        client = new_client(app)
        answers = [client.post("/sign-in", data={"email": email, "password": PASSWORD})]
        answers += [client.get(path) for path in ("/account", "/account/authenticator", "/account/passkey")]
        offer = hidden(answers[2].text)["offer"]
        key = re.search(r'id="key">([A-Z2-7 ]+)<', answers[2].text)
        assert key
        answers.append(client.post("/account/authenticator", data={"offer": offer, "code": code_of(key[1])}))
        assert "app-codes" in answers[-1].text
        answers.append(client.post("/account/recovery-codes"))
        assert "app-codes" in answers[-1].text
        assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}

    def test_a_role_that_is_taken_away_is_gone_at_once_and_one_given_is_there(self, app: Flask, email: str) -> None:
        client = new_client(app)
        sign_in(client, email)
        assert client.get("/returns").status_code == 403
        for roles, people, returns in ((["provider_manager"], 200, 200), (["administrator"], 403, 403)):
            with app.app_context():
                change_account(db.session.scalars(select(User).filter_by(email=email)).one(), "Sam", roles)
                db.session.commit()
            assert client.get("/people").status_code == people
            assert client.get("/returns").status_code == returns

    def test_no_password_comes_back_in_a_page_that_keeps_a_form(self, app: Flask, email: str) -> None:
        sent = {"old": "secret words", "new": "secret words", "again": "secret words", "password": "secret words"}
        for path in (
            "/account/password",
            "/account/confirm",
            "/account/authenticator/remove",
            "/account/passkeys/1/remove",
        ):
            answer = new_client(app).post(path, data=sent)
            assert answer.location == f"/sign-in?next={path}"
            assert "secret" not in answer.text


class TestKnownBrowser:
    """The mark of a browser ends when its owner says so, and when the password does."""

    def guess(self, client: FlaskClient, email: str) -> None:
        client.post("/sign-in", data={"email": email, "password": "wrong"})

    def is_known(self, app: Flask, client: FlaskClient, email: str) -> bool:
        """Whether the browser has a count of its own: others wait by now."""
        strangers = new_client(app)
        for _ in range(11):
            self.guess(strangers, email)
        answer = client.post("/sign-in", data={"email": email, "password": "wrong"})
        return "too many wrong tries" not in answer.text

    def test_it_lasts_through_signing_out(self, app: Flask, client: FlaskClient, email: str) -> None:
        sign_in(client, email)
        client.post("/sign-out")
        assert self.is_known(app, client, email)

    @pytest.mark.parametrize("how", ["everywhere", "administrator", "password elsewhere"])
    def test_it_ends(self, app: Flask, client: FlaskClient, email: str, how: str) -> None:
        other = new_client(app)
        sign_in(client, email)
        sign_in(other, email)
        if how == "everywhere":
            other.post("/account/sign-out-everywhere")
        elif how == "administrator":
            with app.app_context():
                sign_out_everywhere(db.session.scalars(select(User).filter_by(email=email)).one())
                db.session.commit()
        else:
            other.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
        client.post("/sign-out")
        assert not self.is_known(app, client, email)

    def test_the_browser_in_which_the_password_was_changed_stays_known(
        self, app: Flask, client: FlaskClient, email: str
    ) -> None:
        colleague = add_staff(app, "provider_manager")
        sign_in(client, colleague)
        client.post("/sign-out")
        sign_in(client, email)
        answer = client.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW}, follow_redirects=True)
        assert "Your password is changed." in answer.text
        client.post("/sign-out")
        assert self.is_known(app, client, email)
        assert len(cookie(client, "known_device", "/sign-in").value.split(".")) == 4, "the colleague's mark is kept"


class TestSecondFactor:
    """No way around it."""

    def test_with_the_password_alone_no_page_of_staff_opens(
        self, app: Flask, email: str, factors: tuple[str, list[str]]
    ) -> None:
        half, stranger = half_in(app, email), new_client(app)
        checked, open_ = 0, []
        for rule in app.url_map.iter_rules():
            path = PARAMETER.sub("1", rule.rule)
            if path.startswith("/sign-in"):
                continue
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                data = {"x": "1"} if method == "POST" else None
                asked = stranger.open(path, method=method, data=data)
                if not (asked.location or "").startswith("/sign-in?next=") and asked.status_code != 401:
                    continue
                checked += 1
                found = half.open(path, method=method, data=data)
                if not (found.location or "").startswith("/sign-in?next=") and found.status_code != 401:
                    open_.append(rule.endpoint)
        assert checked > 100
        assert open_ == []

    def test_guesses_are_counted_across_browsers_and_sign_ins(
        self, app: Flask, email: str, factors: tuple[str, list[str]]
    ) -> None:
        for _ in range(10):
            half_in(app, email).post("/sign-in/second-factor", data={"code": "000000"})
        last = half_in(app, email).post("/sign-in/second-factor", data={"code": code_of(factors[0])})
        assert "too many wrong tries" in last.text
        recovery = half_in(app, email).post("/sign-in/second-factor", data={"recovery": factors[1][0]})
        assert "too many wrong tries" in recovery.text

    def test_guesses_from_many_networks_are_counted_together(
        self, app: Flask, email: str, factors: tuple[str, list[str]]
    ) -> None:
        half = half_in(app, email)
        for number in range(50):
            half.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
            half.post("/sign-in/second-factor", data={"code": "000000"})
        half.environ_base["REMOTE_ADDR"] = "192.0.2.1"
        assert "too many wrong tries" in half.post("/sign-in/second-factor", data={"code": code_of(factors[0])}).text

    @pytest.mark.parametrize("kind", ["code", "recovery"])
    def test_of_two_tabs_with_one_code_at_once_one_is_let_in(
        self, app: Flask, email: str, factors: tuple[str, list[str]], kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both, counted = threading.Barrier(2, timeout=60), signing_in.count_try

        def wait(*args: Any) -> Any:
            tried = counted(*args)
            both.wait()
            return tried

        tabs = [half_in(app, email), half_in(app, email)]
        monkeypatch.setattr(signing_in, "count_try", wait)
        typed = {kind: code_of(factors[0]) if kind == "code" else factors[1][0]}
        answers: list[int] = []

        def send(tab: FlaskClient) -> None:
            answers.append(tab.post("/sign-in/second-factor", data=typed).status_code)

        threads = [threading.Thread(target=send, args=(tab,)) for tab in tabs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [200, 302]
        assert sorted(map(is_in, tabs)) == [False, True]

    def test_an_account_that_is_turned_off_half_way_stays_out(
        self, app: Flask, email: str, factors: tuple[str, list[str]]
    ) -> None:
        half = half_in(app, email)
        change_user(app, email, active=False)
        assert half.post("/sign-in/second-factor", data={"code": code_of(factors[0])}).status_code == 401
        assert not is_in(half)

    def test_where_one_is_required_the_password_is_changed_after_it_is_set_up(self, app: Flask, email: str) -> None:
        app.config["SECOND_FACTOR"] = "required"
        client, before = new_client(app), user_called(app, email).password
        client.post("/sign-in", data={"email": email, "password": PASSWORD})
        answer = client.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
        assert answer.location == "/account/second-factor?next=/account/password"
        assert user_called(app, email).password == before
        set_up_app(client)
        assert client.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW}).status_code == 302
        assert user_called(app, email).password != before

    def test_a_kept_form_is_carried_through_the_question_for_the_password(self, app: Flask, email: str) -> None:
        app.config["SECOND_FACTOR"] = "required"
        client, kept = new_client(app), {"kept-path": "/people/new", "kept.person": "NC-1"}
        client.post("/sign-in", data={"email": email, "password": PASSWORD})
        with app.app_context():
            db.session.execute(update(StaffSession).values(confirmed_at=now() - timedelta(minutes=46)))
            db.session.commit()
        asked = client.post("/account/authenticator", data=kept)
        wrong = client.post("/account/confirm", data=kept | {"password": "wrong"})
        right = client.post("/account/confirm", data=kept | {"password": PASSWORD})
        for answer in (asked, wrong, right):
            check_page(answer.text)
            assert 'name="kept.person" value="NC-1"' in answer.text
        assert "Set up" in right.text
        assert opened(client, "/account/authenticator")
