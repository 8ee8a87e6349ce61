"""The application factory."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from flask import Flask, current_app
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import forms_app.models  # noqa: F401
from forms_app import (
    callers,
    clean_input,
    compression,
    database,
    day_words,
    encryption,
    errors,
    local_day,
    own_context,
    row_numbers,
    same_site,
    security_headers,
)
from forms_app.frontend import assets
from forms_app.settings import load_settings
from forms_app.translations import speaking
from surveys.library import Library, load_library

SUBJECTS = (
    "respond", "accounts", "casework", "contacts", "feedback", "returns", "stories", "changes", "manage", "authoring",
    "languages", "results", "themes", "safety", "messages", "invitations", "rounds", "paper", "ledger", "rights",
    "administration", "drafts", "bringing", "sampling",
)  # fmt: skip


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Make the app. `settings` override the environment (see `forms_app.settings`).

    Raises SettingError, or DefinitionError when the definitions do not load.
    """
    app = Flask(__name__)
    app.config.update(load_settings(given=settings))
    app.config["SQLALCHEMY_DATABASE_URI"] = app.config["DATABASE_URL"]
    app.config["HOME"].mkdir(parents=True, exist_ok=True)
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["SECURE_COOKIES"],
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
    )
    app.extensions["library"] = load_library(app.config["DEFINITIONS"])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    speaking.init_app(app)
    for part in (
        own_context,
        callers,
        compression,
        clean_input,
        encryption,
        database,
        local_day,
        row_numbers,
        same_site,
        security_headers,
        assets,
        day_words,
        errors,
    ):
        part.init_app(app)
    for subject in SUBJECTS:
        import_module(f"forms_app.{subject}").init_app(app)
    if app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config["PROXIES"], x_proto=app.config["PROXIES"])  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", max_age=31_536_000, immutable_file_test=lambda *_: True
    )
    return app


def library() -> Library:
    """The definitions of the app at work."""
    found: Library = current_app.extensions["library"]
    return found
