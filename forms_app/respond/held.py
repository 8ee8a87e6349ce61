"""What someone typed that can't stand yet: kept apart from the answers until it is put right, so that nothing is lost.

The question's page shows it with what is wrong, on any phone, and the browser's own Back never has to send it again.
"""

import json

from sqlalchemy import bindparam, delete, select

from forms_app import clock
from forms_app.database import Base, db, insert_into
from forms_app.models.responses import HeldAnswer, Response

_HELD = Base.metadata.tables[HeldAnswer.__tablename__]
_FOR_QUESTION = select(_HELD.c.typed).where(_HELD.c.response == bindparam("of"), _HELD.c.question == bindparam("asked"))
_LET_GO = delete(_HELD).where(_HELD.c.response == bindparam("of"), _HELD.c.question == bindparam("asked"))
_LET_GO_ALL = delete(_HELD).where(_HELD.c.response == bindparam("of"))


def hold(response: Response, question: str, given: list[str]) -> None:
    """Keep what was typed for a question, in the place of what was held for it before."""
    kept = insert_into(db.session.connection(), HeldAnswer).values(
        response=response.response, question=question, typed=json.dumps(given)
    )
    columns = [HeldAnswer.response, HeldAnswer.question]
    db.session.execute(kept.on_conflict_do_update(index_elements=columns, set_={"typed": kept.excluded.typed}))
    response.saved_on = clock.today()


def held_for(response: str, question: str) -> list[str] | None:
    """What is held for a question, as its form sent it, or None."""
    typed = db.session.scalar(_FOR_QUESTION, {"of": response, "asked": question})
    return None if typed is None else list(json.loads(typed))


def held_questions(response: str) -> set[str]:
    """The questions for which something is held."""
    return set(db.session.scalars(select(HeldAnswer.question).where(HeldAnswer.response == response)))


def let_go(response: str, question: str | None = None) -> None:
    """Forget what is held for a question, or for all of them."""
    if question is None:
        db.session.execute(_LET_GO_ALL, {"of": response})
    else:
        db.session.execute(_LET_GO, {"of": response, "asked": question})
