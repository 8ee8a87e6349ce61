"""What the people who sign in are called, for pages that say who did something."""

from collections.abc import Iterable

from sqlalchemy import select

from forms_app.database import db
from forms_app.models.accounts import User


def names_of_users(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of the accounts with these ids, by id. An id of no account, or None, has none."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))}
