"""Flask-Security-Too on our own tables: Argon2, one page to sign in, a limit on idle sessions."""

from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, session
from flask_security import Security, SQLAlchemyUserDatastore, user_authenticated

from forms_app import audit_log
from forms_app.accounts import menu
from forms_app.accounts.kept_form import ask_to_sign_in
from forms_app.accounts.sign_in_form import SignInForm
from forms_app.accounts.views import blueprint
from forms_app.database import db
from forms_app.models.accounts import Role, User

IDLE_LIMIT = timedelta(minutes=30)
CONFIGURATION = {
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/home",
    "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_TRACKABLE": True,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_STATIC_FOLDER": None,
    # `carer-outcomes user` is the one way to manage accounts.
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    # No second question of the password: the pages that come with it are not ours, and the session is short.
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
    # Every POST is guarded by `same_site`, for which no page needs a token.
    "WTF_CSRF_ENABLED": False,
    # Each request renews the cookie, so this is how long a session may lie idle.
    "PERMANENT_SESSION_LIFETIME": IDLE_LIMIT,
}


def init_app(app: Flask) -> None:
    """Make signing in work on `app`; its pages are `/sign-in`, `/sign-out` (POST) and `/home`."""
    for name, value in CONFIGURATION.items():
        app.config.setdefault(name, value)
    # Flask sets its own defaults for these before we come.
    app.config["PERMANENT_SESSION_LIFETIME"] = CONFIGURATION["PERMANENT_SESSION_LIFETIME"]
    app.config["SECURITY_PASSWORD_SALT"] = app.config["PASSWORD_SALT"]
    security = Security(app, SQLAlchemyUserDatastore(db, User, Role), login_form=SignInForm)
    security.unauthn_handler(_on_no_session)
    # The library would also take a token that never runs out, from an address or a header, in place of a session.
    security.login_manager.request_loader(_no_token)
    app.register_blueprint(blueprint)
    menu.init_app(app)
    user_authenticated.connect(_on_sign_in, app)


def _on_sign_in(_app: Flask, user: User, **_more: Any) -> None:
    session.permanent = True
    audit_log.record("signed-in", provider=user.provider)


def _no_token(_request: Request) -> None:
    """Nobody: a session is the one way to be signed in."""


def _on_no_session(_mechanisms: list[str] | None = None, _headers: dict[str, str] | None = None) -> Response:
    return ask_to_sign_in()
