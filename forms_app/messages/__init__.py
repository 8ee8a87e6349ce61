"""Messages to people: e-mails and texts, queued with what they are about, made and sent by the worker."""

from flask import Flask

from forms_app.messages import delivery, outbox_pages, queueing, sending  # noqa: F401
from forms_app.messages.carriers import can_send, send_now, waits_on_this_machine
from forms_app.messages.carriers.check import check_settings
from forms_app.messages.content import Content, SendOutcome
from forms_app.messages.pages import blueprint
from forms_app.messages.queueing import cancel_waiting, queue
from forms_app.messages.sending import renderer
from forms_app.worker import watching

__all__ = [
    "Content",
    "SendOutcome",
    "can_send",
    "cancel_waiting",
    "init_app",
    "queue",
    "renderer",
    "send_now",
    "waits_on_this_machine",
]


def init_app(app: Flask) -> None:
    """Register the pages; the duties register themselves. Raises SettingError where a carrier lacks a setting."""
    check_settings(app.config)
    app.register_blueprint(blueprint)
    watching.init_app(app)
