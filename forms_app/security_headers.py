"""Headers that every answer carries. A redirect has no content to protect: each of its bytes goes to a phone."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = ";".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

RESPONDENTS_POLICY = ";".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""The same in fewer bytes, as a survey says it on each of its pages: nothing from another host, nothing written inside."""


def _add(response: Response) -> Response:
    if not 300 <= response.status_code < 400:
        response.headers.setdefault("Referrer-Policy", "same-origin")
        answering = request.blueprint == "respond"
        response.headers.setdefault("Content-Security-Policy", RESPONDENTS_POLICY if answering else CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if not answering:
            # A window opened by another site would share a session; respondents have none, and pay for each byte.
            response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    """Add the headers to every answer of `app`; pages are never kept by a cache, static files are."""
    app.after_request(_add)
