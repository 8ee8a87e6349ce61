"""Answers that were begun and never sent are not kept: they go on the day that "Finish later" names."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, func, or_, select, update

from forms_app import clock
from forms_app.database import db
from forms_app.models.responses import Invitation, Response, Round
from forms_app.respond.beginning import MADE
from forms_app.respond.finish_codes import forget_old_codes
from forms_app.respond.rounds import DAYS_TO_FINISH
from forms_app.worker import ONCE_A_DAY, duty


@duty("purge-unfinished", every=ONCE_A_DAY // 4)
def purge_unfinished() -> int:
    """Delete the answers that ran out before today, with all that hangs on them, and old codes; how many responses.

    Commits. Who was invited by name can begin anew with the same link while the round is open.
    """
    saved_before = clock.today() - timedelta(days=current_app.config["FINISH_WITHIN_DAYS"])
    closed_before = clock.today() - timedelta(days=DAYS_TO_FINISH)
    old = (
        select(Response.response)
        .outerjoin(Round, Round.id == Response.round_id)
        .where(
            Response.submitted_on.is_(None),
            Response.secret_hash.is_not(None),
            or_(func.coalesce(Response.saved_on, Response.started_on) < saved_before, Round.closes_on < closed_before),
        )
        # Held, so that nobody saves or sends before they are deleted; whoever is at it just now keeps their answers.
        .with_for_update(of=Response, skip_locked=True)
    )
    gone = list(db.session.scalars(old))
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        db.session.execute(update(Invitation).where(Invitation.response.in_(some)).values(response=None, state=MADE))
        db.session.execute(delete(Response).where(Response.response.in_(some)))
    forget_old_codes()
    db.session.commit()
    return len(gone)
