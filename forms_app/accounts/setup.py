"""Flask-Security-Too on our own tables: Argon2, roles; the pages of signing in and the sessions are ours."""

from typing import Any

from flask import Flask, Request, Response, request, session
from flask_security import Security, SQLAlchemyUserDatastore, current_user, user_authenticated

from forms_app import audit_log
from forms_app.accounts import account_pages, factor_pages, menu, sign_in_pages  # noqa: F401
from forms_app.accounts.sessions import IDLE_LIMIT, begin_session, note_use, user_of_session
from forms_app.accounts.signing_in import ask_to_sign_in
from forms_app.accounts.views import blueprint
from forms_app.database import db
from forms_app.models.accounts import Role, User

CONFIGURATION = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_TRACKABLE": True,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_STATIC_FOLDER": None,
    # `carer-outcomes user` is the one way to manage accounts from the command line.
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    # Every POST is guarded by `same_site`, for which no page needs a token.
    "WTF_CSRF_ENABLED": False,
    # Each request renews the cookie; whether the session still holds is for its row to say.
    "PERMANENT_SESSION_LIFETIME": IDLE_LIMIT,
}


def init_app(app: Flask) -> None:
    """Make signing in work on `app`: its pages are below `/sign-in` and `/account`, and `/home`. None is the library's."""
    for name, value in CONFIGURATION.items():
        app.config.setdefault(name, value)
    # Flask sets its own defaults for these before we come.
    app.config["PERMANENT_SESSION_LIFETIME"] = CONFIGURATION["PERMANENT_SESSION_LIFETIME"]
    app.config["SECURITY_PASSWORD_SALT"] = app.config["PASSWORD_SALT"]
    security = Security(app, SQLAlchemyUserDatastore(db, User, Role), register_blueprint=False)
    security.unauthn_handler(_on_no_session)
    security.login_manager.user_loader(user_of_session)
    # The library would also take a token that never runs out, from an address or a header, in place of a session.
    security.login_manager.request_loader(_no_token)
    app.register_blueprint(blueprint)
    # The name by which the library, and pages of ours, call the page to sign in.
    app.add_url_rule("/sign-in", endpoint="security.login", build_only=True)
    menu.init_app(app)
    user_authenticated.connect(_on_sign_in, app)
    app.before_request(_note_use)


def _on_sign_in(_app: Flask, user: User, **_more: Any) -> None:
    begin_session(user)
    audit_log.record("signed-in", provider=user.provider)


def _note_use() -> None:
    """At the beginning of a request, while nothing waits to be saved. Respondents' pages have nothing to do with it."""
    if "_user_id" in session and request.blueprint not in menu.PUBLIC and current_user.is_authenticated:
        note_use()


def _no_token(_request: Request) -> None:
    """Nobody: a session is the one way to be signed in."""


def _on_no_session(_mechanisms: list[str] | None = None, _headers: dict[str, str] | None = None) -> Response:
    return ask_to_sign_in()
