"""Each request has a context of its own, whatever the process was doing when it came.

Flask lets a request use the app's context that is there already. A server that was started within one, by a command, would
give every request the same `g`: who signed in would be whoever had signed in first.
"""

from collections.abc import Callable, Iterable
from contextvars import Context
from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Let every request begin with no context at all, so that Flask makes one for it."""
    handle: Callable[..., Iterable[bytes]] = app.wsgi_app

    def on_its_own(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return Context().run(handle, environ, start_response)

    app.wsgi_app = on_its_own  # type: ignore[method-assign]
