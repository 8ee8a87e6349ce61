"""Cross-site protection from request headers: no token, so nothing expires and nothing typed is lost."""

from urllib.parse import urlsplit

from flask import Flask, abort, request

from forms_app.translations.speaking import gettext as _

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def refuse_cross_site_posts() -> None:
    """Abort with 403 when a page of another site sent this request.

    Browsers since 2020 send `Sec-Fetch-Site`; older ones `Origin`. A request with neither does not come from a
    browser's cross-site form (a forged one would carry `Origin`), and is let through.
    """
    if request.method in SAFE_METHODS:
        return
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        ours = fetch_site in ("same-origin", "none")
    else:
        origin = request.headers.get("Origin")
        ours = origin is None or urlsplit(origin).netloc == request.host
    if not ours:
        words = _("This form was sent from another website, so nothing was saved. Open the page here and send it again.")
        abort(403, words)


def init_app(app: Flask) -> None:
    """Guard every route of `app`."""
    app.before_request(refuse_cross_site_posts)
