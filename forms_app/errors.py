"""Pages for what can't be shown: each says what happened and what to do."""

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException


def _show(error: HTTPException) -> tuple[str, int]:
    """The page for an error: the usual words for its number, or the own words of whoever raised it."""
    own_words = error.description if error.description != type(error).description else None
    return render_template("error.html", code=error.code, advice=own_words), error.code or 500


def init_app(app: Flask) -> None:
    """Show every HTTP error as a page of the service."""
    app.register_error_handler(HTTPException, _show)
