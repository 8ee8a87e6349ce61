"""Pages for what can't be shown: each says what happened and what to do."""

from flask import Flask, render_template
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException


def _words(error: HTTPException) -> tuple[str, str]:
    known = {
        400: (_("We could not read what was sent"), _("Go back to the page and send it again.")),
        403: (_("You can't open this page"), _("Sign in with an account that may, or go back.")),
        404: (_("Page not found"), _("Check the address. If you followed a link, it may be out of date.")),
        405: (_("This page can't be opened that way"), _("Go back and use the button on the page.")),
        413: (_("What was sent is too large"), _("Send a smaller file, or less text at a time.")),
        429: (_("Too many tries"), _("Wait a minute, then try again. Nothing you had saved is lost.")),
    }
    title, advice = known.get(error.code or 500, (_("Something went wrong"), _("Try again in a few minutes.")))
    own_words = error.description if error.description != type(error).description else None
    return title, own_words or advice


def _show(error: HTTPException) -> tuple[str, int]:
    title, advice = _words(error)
    return render_template("error.html", title=title, advice=advice, code=error.code), error.code or 500


def init_app(app: Flask) -> None:
    """Show every HTTP error as a page of the service."""
    app.register_error_handler(HTTPException, _show)
