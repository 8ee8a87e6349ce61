"""Pages for what can't be shown: each says what happened and what to do."""

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

from forms_app.database import db, read_only_request

FAULT = 500


def show_error(error: HTTPException) -> tuple[str, int]:
    """The page for an error: the usual words for its number, or the own words of whoever raised it."""
    own_words = error.description if error.description != type(error).description else None
    kept = _typed() if error.code == FAULT else []
    path = request.full_path.rstrip("?")
    return render_template("error.html", code=error.code, advice=own_words, kept=kept, kept_path=path), error.code or FAULT


def _typed() -> list[tuple[str, str]]:
    """What was sent, for the page to carry, so that it can be sent again. Passwords are typed anew.

    The page of a fault must not wait for the database as the request did: from here on the request only reads.
    """
    db.session.rollback()
    read_only_request()
    sent = list(request.form.items(multi=True)) if request.method == "POST" else []
    return [] if any("password" in name for name, _value in sent) else sent


def init_app(app: Flask) -> None:
    """Show every HTTP error as a page of the service."""
    app.register_error_handler(HTTPException, show_error)
