"""Answering a survey: the pages that a carer or service user sees, without an account, a cookie or a script."""

from flask import Flask

from forms_app.respond import answering, beginning, home, receipts, sending
from forms_app.respond.pages import respond

__all__ = ["answering", "beginning", "home", "init_app", "receipts", "sending"]


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(respond)
