"""Whether the app can tell one caller from another, as limits on tries at codes need it to."""

from flask import Flask

TOLD = "callers-told"


def warning_of(app: Flask) -> str:
    """What whoever runs the service must know, in a line; "" where callers are told apart.

    HTTPS is spoken by a proxy before the app, and without PROXIES all who come through it look like one caller.
    """
    if not app.config["PUBLIC_URL"].lower().startswith("https:") or app.config["PROXIES"]:
        return ""
    return (
        "PUBLIC_URL begins with https, so a proxy stands before this service, but PROXIES is 0: everybody who comes "
        "through it counts as one caller, and a few wrong codes shut out everyone. Set CARER_OUTCOMES_PROXIES=1."
    )


def init_app(app: Flask) -> None:
    """Log the warning before the first request, whatever server runs the app; commands stay quiet."""
    app.extensions[TOLD] = False

    @app.before_request
    def _tell() -> None:
        if not app.extensions[TOLD]:
            app.extensions[TOLD] = True
            if warning := warning_of(app):
                app.logger.warning(warning)
