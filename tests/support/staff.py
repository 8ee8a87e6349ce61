"""People who sign in, for tests of staff pages: an account each, and a client that has signed in through the form."""

from flask import Flask
from flask.testing import FlaskClient

from forms_app.commands.users import add_user
from forms_app.database import db
from forms_app.models.accounts import ROLES
from forms_app.models.records import Provider
from tests.support.house_rules import check_page

PASSWORD = "a long enough password"
QUICK_HASHES = {
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
}
"""Settings for tests whose subject is not the strength of the hash."""


def add_provider(app: Flask, provider: str = "north", name: str = "North Carers") -> str:
    """Add an organisation; returns its id."""
    with app.app_context():
        db.session.merge(Provider(provider=provider, name=name))
        db.session.commit()
    return provider


def add_staff(app: Flask, role: str = "support_worker", provider: str | None = "north", email: str | None = None) -> str:
    """Add an account; returns its e-mail address. The password is PASSWORD."""
    assert role in ROLES
    email = email or f"{role}@{provider or 'council'}.example"
    with app.app_context():
        add_user(email, f"Sam {role.replace('_', ' ').title()}", (role,), provider, PASSWORD)
        db.session.commit()
    return email


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD) -> None:
    """Sign in through the form."""
    answer = client.post("/sign-in", data={"email": email, "password": password})
    assert answer.status_code == 302, answer.text


def new_client(app: Flask) -> FlaskClient:
    """Another browser: sends what a page of our own site sends."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def signed_in(app: Flask, role: str = "support_worker", provider: str | None = "north") -> FlaskClient:
    """A new client with a new account, signed in."""
    client = new_client(app)
    sign_in(client, add_staff(app, role, provider))
    return client


def opened(client: FlaskClient, path: str, status: int = 200, *, follow_redirects: bool = False) -> str:
    """A page as text, held to the house rules; it must answer with `status`."""
    answer = client.get(path, follow_redirects=follow_redirects)
    assert answer.status_code == status, answer.text
    check_page(answer.text)
    return answer.text
