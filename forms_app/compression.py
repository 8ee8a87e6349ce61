"""Answers are sent small: pages compressed, redirects without a body.

Compression can give away a secret of a page that also shows what a stranger chose, to whoever watches how long the
answers are. It takes a stranger who makes the reader's browser ask for that page, which only works where a cookie opens
it. So answers to requests with a cookie are left as they are; respondents have none. See decision 6.
"""

import gzip

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

WORTH_IT = 500
"""Bytes below which compression gains less than a packet."""
LEVEL = 6
KINDS = ("text/html", "text/plain", "text/css", "text/javascript", "image/svg+xml", "application/json")


def _may_compress(response: Response) -> bool:
    return (
        not request.cookies
        and "Set-Cookie" not in response.headers
        and response.mimetype in KINDS
        and not response.direct_passthrough
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and request.accept_encodings["gzip"] > 0
    )


def _send_small(response: Response) -> Response:
    if response.location and 300 <= response.status_code < 400:
        response.set_data(b"")
        response.headers.pop("Content-Type", None)
    elif _may_compress(response):
        content = response.get_data()
        if len(content) >= WORTH_IT:
            response.set_data(gzip.compress(content, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    if not response.cache_control.no_store and response.mimetype in KINDS:
        response.vary.add("Accept-Encoding")
    return response


class _LeanSessions(SecureCookieSessionInterface):
    """Flask's own sessions, without "Vary" on pages that nobody keeps: no kept copy can be mistaken for another."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        super().save_session(app, session, response)
        if response.cache_control.no_store:
            response.headers.pop("Vary", None)


def init_app(app: Flask) -> None:
    """Send the answers of `app` small. To be called before other parts, so that it sees what they made of an answer."""
    app.session_interface = _LeanSessions()
    app.after_request(_send_small)
