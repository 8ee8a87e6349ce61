"""Answering a survey: the pages that a carer or service user sees, without an account, a cookie or a script."""

import logging

from flask import Flask

from forms_app.respond import (
    answering,
    beginning,
    changing_language,
    faults,
    finishing,
    forgetting,
    home,
    language,
    phone,
    purging,
    receipts,
    sending,
)
from forms_app.respond.masking import mask_keys
from forms_app.respond.pages import respond
from forms_app.safety import contact

__all__ = [
    "answering",
    "beginning",
    "changing_language",
    "contact",
    "faults",
    "finishing",
    "forgetting",
    "home",
    "init_app",
    "phone",
    "purging",
    "receipts",
    "sending",
]


def init_app(app: Flask) -> None:
    """Register the pages, and keep respondents' keys out of the logs."""
    app.register_blueprint(respond)
    language.init_app(app)
    mask_keys(logging.getLogger("werkzeug"))
    mask_keys(app.logger)
    for name in ("gunicorn.error", "gunicorn.access"):
        mask_keys(logging.getLogger(name))
