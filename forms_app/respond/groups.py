"""Anonymous answers of invited people are shown to staff in groups, so that nobody sees one person's answers come.

Staff may know who has answered: a link says that it was used, and reminders stop. Were answers shown one by one, the
newest would be that person's. So they wait until there are enough of them, and chance says which of them are shown.
"""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from forms_app import clock
from forms_app.database import db
from forms_app.models.responses import Invitation, Response, Round
from forms_app.respond.coarse import is_coarse
from forms_app.respond.rounds import DAYS_TO_FINISH
from forms_app.worker import duty

GROUP = 5
"""So many are shown at once, or more, never fewer."""
ENOUGH = 2 * GROUP
"""When so many wait, a group of them is shown; the others go on waiting, so that the newest may be among those."""


def shown_to_staff() -> ColumnElement[bool]:
    """The condition for every reading of sent answers by staff. What is sent at first is kept back in `wait_for_group`."""
    return Response.shown.is_(True)


def begun_shown_to_staff() -> ColumnElement[bool]:
    """The condition for counting what was begun and not sent: in rounds that show groups, only when they are over."""
    return or_(Response.round_id.is_(None), Response.round_id.not_in(select(Round.id).where(*rounds_under_way())))


def rounds_under_way() -> list[ColumnElement[bool]]:
    """The conditions for rounds that show groups (`is_coarse`) and still take answers."""
    invited = exists().where(Invitation.round_id == Round.id)
    return [Round.anonymous.is_(True), or_(Round.open_to_all.is_(False), invited), ~_over()]


def wait_for_group(response: Response, round_: Round) -> None:
    """Keep a response that was just sent back from staff, and show a group if enough wait; in the caller's transaction."""
    if not is_coarse(round_):
        return
    response.shown = False
    db.session.flush()
    # One at a time, so that two who send together do not both see one too few.
    db.session.execute(select(Round.id).where(Round.id == round_.id).with_for_update(key_share=True))
    waiting = sorted(db.session.scalars(select(Response.response).where(Response.round_id == round_.id, *_waits())))
    if len(waiting) >= ENOUGH:
        group = secrets.SystemRandom().sample(waiting, GROUP)
        db.session.execute(update(Response).where(Response.response.in_(group)).values(shown=True))


@duty("show-what-is-over", every=60 * 60)
def show_what_is_over() -> int:
    """Show all that waits in rounds that take no more answers, in each if it is a whole group; how many rounds had one.

    Fewer than a group stay unseen, and count in the published figures alone. A round may be opened again: then they wait
    for others.
    """
    rounds = over_and_waiting()
    for number in rounds:
        waiting = update(Response).where(Response.round_id == number, *_waits())
        db.session.execute(waiting.values(shown=True), execution_options={"synchronize_session": False})
    db.session.commit()
    return len(rounds)


def over_and_waiting() -> list[int]:
    """The rounds that are over and in which a group waits. Served by ix_response_waiting."""
    query: Any = select(Response.round_id).join(Round, Round.id == Response.round_id).where(*_waits(), _over())
    return list(db.session.scalars(query.group_by(Response.round_id).having(func.count() >= GROUP)))


def waiting_in(*which: ColumnElement[bool]) -> int:
    """How many responses that were sent are not shown. Served by ix_response_waiting."""
    return db.session.scalar(select(func.count()).select_from(Response).where(*which, *_waits())) or 0


def _waits() -> list[ColumnElement[bool]]:
    return [Response.shown.is_(False), Response.submitted_on.is_not(None)]


def _over() -> ColumnElement[bool]:
    return and_(Round.closes_on.is_not(None), Round.closes_on < clock.today() - timedelta(days=DAYS_TO_FINISH))
