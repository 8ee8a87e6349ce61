"""Contact details are kept until they are no longer needed."""

import time
from datetime import date, timedelta

from sqlalchemy import delete, or_, select, update

from forms_app import clock
from forms_app.database import db
from forms_app.messages.queueing import cancel_waiting
from forms_app.models.responses import Asked, Invitation, InvitationToken, Round
from forms_app.models.work import Message
from forms_app.respond.rounds import DAYS_TO_FINISH
from forms_app.worker import duty
from forms_app.worker.files import files_folder

STOP_LINKS_WORK = timedelta(days=365)
"""A year after a round its links still stop invitations; then they, and what they stop, are forgotten."""
ASKED_KEPT = timedelta(days=190)
"""Longer than any quarter and the one before it."""
LETTERS_KEPT = timedelta(days=7)


@duty("forget-contacts", every=3600)
def forget_contacts() -> int:
    """Erase what rounds that are over no longer need; how many invitations were touched.

    Addresses and numbers go from every round; names and the people themselves from anonymous ones. All invitations of
    a round are written at once, so that no order tells one from another.
    """
    over = clock.today() - timedelta(days=DAYS_TO_FINISH)
    touched = 0
    for round_ in db.session.scalars(select(Round).where(Round.closes_on < over)).all():
        touched += _forget(round_)
    _forget_links(over - STOP_LINKS_WORK)
    db.session.execute(delete(Asked).where(Asked.asked_on < clock.today() - ASKED_KEPT))
    db.session.commit()
    return touched


def _forget(round_: Round) -> int:
    columns = [Invitation.email, Invitation.phone, Invitation.address]
    if round_.anonymous:
        columns += [Invitation.name, Invitation.person]
    kept = or_(*(column.is_not(None) for column in columns))
    if not db.session.scalar(select(select(Invitation.id).where(Invitation.round_id == round_.id, kept).exists())):
        return 0
    cancel_waiting(Message.round_id == round_.id)
    whole = update(Invitation).where(Invitation.round_id == round_.id)
    done = db.session.execute(whole.values({column.key: None for column in columns}).returning(Invitation.id)).all()
    db.session.execute(update(Message).where(Message.round_id == round_.id).values(address=None))
    db.session.commit()
    return len(done)


def _forget_links(closed_before: date) -> None:
    of_old_rounds = (
        select(Invitation.id)
        .join(Round, Round.id == Invitation.round_id)
        .where(Round.closes_on < closed_before, Round.anonymous, Invitation.contact_hash.is_not(None))
    )
    numbers = db.session.scalars(of_old_rounds).all()
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        db.session.execute(delete(InvitationToken).where(InvitationToken.invitation_id.in_(part)))
        db.session.execute(update(Invitation).where(Invitation.id.in_(part)).values(contact_hash=None))


@duty("delete-letters", every=3600)
def delete_letters() -> int:
    """Delete the files of letters a week after they were made: each holds addresses and working links."""
    old = time.time() - LETTERS_KEPT.total_seconds()
    found = [path for path in files_folder().glob("letters-*.pdf") if path.stat().st_mtime < old]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
