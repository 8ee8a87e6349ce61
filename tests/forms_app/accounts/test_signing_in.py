import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.accounts import staff_only
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.audit import AuditEvent
from tests.support.house_rules import check_page
from tests.support.staff import PASSWORD, add_staff, new_client, signed_in


def try_password(client: FlaskClient, email: str, password: str) -> str:
    answer = client.post("/sign-in", data={"email": email, "password": password})
    check_page(answer.text)
    asked = re.compile(r'data-options="[^"]*"|name="state" value="[^"]*"')
    return asked.sub("", answer.text.replace(f'value="{email}"', ""))


def account(app: Flask, email: str) -> User:
    with app.app_context():
        found = db.session.scalar(select(User).filter_by(email=email))
        assert found
        return found


def turn_off(app: Flask, email: str) -> None:
    with app.app_context():
        db.session.scalars(select(User).filter_by(email=email)).one().active = False
        db.session.commit()


def test_signing_in_leads_home_and_is_an_audit_event(app: Flask, client: FlaskClient) -> None:
    check_page(client.get("/sign-in").text)
    email = add_staff(app)
    answer = client.post("/sign-in", data={"email": f"  {email.upper()} ", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/home")
    assert client.get("/home").location == "/people"
    with app.app_context():
        assert db.session.scalars(select(AuditEvent.action)).all() == ["signed-in"]


def test_a_wrong_password_an_unknown_address_and_a_disabled_account_read_alike(app: Flask, client: FlaskClient) -> None:
    known, disabled = add_staff(app), add_staff(app, email="gone@north.example")
    turn_off(app, disabled)
    pages = {
        try_password(client, known, "not the password"),
        try_password(client, "nobody@north.example", "not the password"),
        try_password(client, disabled, PASSWORD),
    }
    assert len(pages) == 1
    assert "The e-mail address or the password is not right." in pages.pop()


def test_the_password_is_never_sent_back(app: Flask, client: FlaskClient) -> None:
    assert "not the password" not in try_password(client, add_staff(app), "not the password")


def test_empty_fields_are_named(client: FlaskClient) -> None:
    html = try_password(client, "", "")
    assert '<a href="#email">Enter your e-mail address</a>' in html
    assert '<a href="#password">Enter your password</a>' in html


def test_signing_out_takes_a_post_and_ends_the_session(app: Flask) -> None:
    client = signed_in(app)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/people").status_code == 200
    assert client.post("/sign-out").status_code == 302
    assert client.get("/people").status_code == 302


def test_a_disabled_account_is_out_at_once(app: Flask) -> None:
    client = signed_in(app)
    turn_off(app, "support_worker@north.example")
    assert client.get("/people").status_code == 302


def test_the_page_that_was_asked_for_opens_after_signing_in(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    asked = client.get("/people?show=due")
    assert asked.location == "/sign-in?next=/people?show%3Ddue"
    form = re.search(r'<form method="post" action="([^"]+)"', client.get(asked.location).text)
    assert form
    answer = client.post(form[1].replace("&amp;", "&"), data={"email": email, "password": PASSWORD})
    assert answer.location == "/people?show=due"


def test_signing_in_leads_to_no_other_site(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    answer = client.post("/sign-in?next=//evil.example/", data={"email": email, "password": PASSWORD})
    assert "evil" not in (answer.location or "")


def test_a_form_that_outlived_its_session_is_kept_through_signing_in(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    answer = client.post("/people/new", data={"person": "NC-1", "email": "<typed>", "carer_groups": ["parent", "working"]})
    check_page(answer.text)
    assert answer.status_code == 401
    kept = [(name, value) for name, value in hidden(answer.text)]
    assert ("kept.email", "&lt;typed&gt;") in kept
    wrong = client.post("/sign-in/kept", data={**grouped(kept), "email": email, "password": "not the password"})
    check_page(wrong.text)
    assert hidden(wrong.text) == [(n, v.replace("&", "&amp;")) for n, v in kept]
    signed = client.post("/sign-in/kept", data={**grouped(kept), "email": email, "password": PASSWORD})
    check_page(signed.text)
    assert 'action="/people/new"' in signed.text
    assert [value for name, value in hidden(signed.text) if name == "carer_groups"] == ["parent", "working"]
    again = client.post("/people/new", data=grouped(hidden(signed.text)))
    assert 'value="NC-1"' in again.text


def test_a_kept_form_goes_to_no_other_site(app: Flask, client: FlaskClient) -> None:
    email = add_staff(app)
    for path in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example", ""):
        answer = client.post("/sign-in/kept", data={"email": email, "password": PASSWORD, "kept-path": path})
        assert answer.status_code == 400, path


def hidden(html: str) -> list[tuple[str, str]]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return [(name, value) for name, value in fields if name not in ("state", "answer")]


def grouped(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    return {name: [value for other, value in fields if other == name] for name, _value in fields}


def test_a_page_sent_from_another_site_signs_nobody_in(app: Flask) -> None:
    client, email = app.test_client(), add_staff(app)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/sign-in", data={"email": email, "password": PASSWORD}, headers=headers).status_code == 403


@pytest.mark.parametrize("how", ["header", "address"])
def test_a_token_takes_no_sessions_place(app: Flask, client: FlaskClient, how: str) -> None:
    email = add_staff(app)
    with app.test_request_context():
        token = account(app, email).get_auth_token()
    sent = {"headers": {"Authentication-Token": token}} if how == "header" else {"query_string": {"auth_token": token}}
    assert new_client(app).get("/people", **sent).status_code == 302


def test_no_page_is_the_librarys(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")} == {
        "security.login"
    }
    assert app.url_map.bind("localhost").match("/sign-in", method="POST")[0] == "accounts.sign_in"
    assert new_client(app).post("/sign-in", json={"email": "a@b.example", "password": "x"}).mimetype == "text/html"


def test_the_menu_holds_only_what_the_role_may_open(app: Flask) -> None:
    assert ">My people<" in signed_in(app, "provider_manager").get("/people").text.replace("</strong>", "<").replace(
        "<strong", "<"
    )
    commissioner = signed_in(app, "commissioner", None)
    assert commissioner.get("/people").status_code == 403
    assert "My people" not in commissioner.get("/home", follow_redirects=True).text


def test_a_guard_takes_only_roles_that_exist() -> None:
    with pytest.raises(ValueError, match="no such roles"):
        staff_only("suport_worker")
