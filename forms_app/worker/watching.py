"""Whether the worker does its work, for a notice to staff when it does not."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import exists, func, or_, select

from forms_app import clock
from forms_app.database import db
from forms_app.models.work import Beat, Job, Message

LONG = timedelta(minutes=10)


def worker_is_away() -> bool:
    """Whether something has waited for long while no duty was done. Served by ix_message_waiting and ix_job_waiting."""
    long_ago = clock.now() - LONG
    last = db.session.scalar(select(func.max(Beat.at)))
    if last is not None and last > long_ago:
        return False
    waiting = or_(
        exists().where(Message.state == "waiting", Message.not_before < long_ago),
        exists().where(Job.state == "waiting", Job.made_at < long_ago),
    )
    return bool(db.session.scalar(select(waiting)))


def init_app(app: Flask) -> None:
    """Let templates ask, for `worker/notice.html`."""
    globals_: dict[str, Any] = app.jinja_env.globals
    globals_["worker_is_away"] = worker_is_away
