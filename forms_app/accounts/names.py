"""What the people who sign in are called, for pages that say who did something."""

from collections.abc import Iterable

from flask import g, has_request_context
from sqlalchemy import select

from forms_app.database import db
from forms_app.models.accounts import User


def names_of_users(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of the accounts with these ids, by id. An id of no account, or None, has none.

    A request asks for each once, since a page names the same few people over and over.
    """
    wanted = {one for one in ids if one is not None}
    known: dict[int, str] = g.setdefault("names_of_users", {}) if has_request_context() else {}
    if wanted - known.keys():
        rows = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted - known.keys())))
        known.update((row.id, row.name) for row in rows)
    return {one: known[one] for one in wanted & known.keys()}
