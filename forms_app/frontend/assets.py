"""The addresses of built files: each carries a fingerprint of its content, so a browser may keep it for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

YEAR_IN_SECONDS = 31_536_000


class NotBuilt(Exception):
    """A built file is missing; the message says how to build it."""


@lru_cache(maxsize=1024)
def _fingerprint(path: Path, changed_at: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a built file, such as "survey.css" -> "/static/build/survey.css?v=0123456789ab".

    Raises NotBuilt when the file has not been built yet.
    """
    path = Path(current_app.static_folder or "static") / "build" / name
    try:
        state = path.stat()
    except FileNotFoundError:
        raise NotBuilt(f"{name} has not been built. Run: python -m forms_app.frontend.build. Then start again.") from None
    version = _fingerprint(path, state.st_mtime_ns, state.st_size)
    return url_for("static", filename=f"build/{name}", v=version)


def picture_url(name: str) -> str | None:
    """The address of a picture that the definitions name; None where it has not been built: the words say it all."""
    try:
        return static_url(f"pictures/{name}.svg")
    except NotBuilt:
        return None


def _keep_for_long(response: Response) -> Response:
    """A file asked for by its fingerprint never changes; one asked for without is checked each time."""
    if request.endpoint == "static" and response.status_code in (200, 304):
        if "v" in request.args:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_IN_SECONDS}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
    return response


def init_app(app: Flask) -> None:
    """Gives templates `static_url(name)` and lets browsers keep fingerprinted files."""
    app.add_template_global(static_url)
    app.after_request(_keep_for_long)
