"""Saving what a second person decided, of a story or of what was done about what people said."""

from collections.abc import Callable

from flask import flash
from sqlalchemy.orm.exc import StaleDataError

from forms_app.database import db


def save_decision(note: Callable[[], None], *, done: str, changed: str) -> None:
    """Save what was changed, `note` it in the log, commit, and say `done`; where a colleague was first, say `changed`."""
    try:
        db.session.flush()
    except StaleDataError:
        # Someone saved it at the same moment: it is shown as it is now.
        db.session.rollback()
        flash(changed, "changed")
        return
    note()
    db.session.commit()
    flash(done, "success")
