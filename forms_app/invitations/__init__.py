"""Inviting people: how they are reached, how often they are asked, what they are told, and that they can stop it."""

from flask import Flask

from forms_app.invitations import forgetting, letters, reminding, sending  # noqa: F401
from forms_app.invitations.stopping import blueprint


def init_app(app: Flask) -> None:
    """Register the page that stops invitations; duties and renderers register themselves."""
    app.register_blueprint(blueprint)
