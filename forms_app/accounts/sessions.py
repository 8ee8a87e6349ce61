"""Sessions: a browser in which someone has signed in, by a row that can be ended from here.

The cookie holds a random token, the table a keyed hash of it. A session is over when its row says so, when nothing was
asked for in IDLE_LIMIT, or when it has lasted SIGNED_IN_HOURS. A cookie that was copied is worth nothing from then on.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app, g, request, session
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from forms_app.accounts.devices import device_words
from forms_app.clock import now
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.accounts import StaffSession, User, WebAuthn
from forms_app.worker.registry import ONCE_A_DAY, duty

IDLE_LIMIT = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)
"""How often a session notes that it was used: a page that is only read need not write each time."""
KEPT = timedelta(days=30)
"""Rows of sessions that are over are removed after this."""
TOKEN = "token"


def begin_session(user: User) -> None:
    """Make the session of the request one of `user`, with a token of its own. See `clear_cookie`, which comes before."""
    session[TOKEN] = secrets.token_urlsafe(32)
    session.permanent = True
    time = now()
    row = StaffSession(
        token_hash=hash_of(session[TOKEN]),
        user_id=user.id,
        began_at=time,
        seen_at=time,
        confirmed_at=time,
        device=device_words(request.user_agent.string),
    )
    db.session.add(row)
    g.staff_session, g.has_passkey = row, bool(user.webauthn)


def clear_cookie() -> None:
    """Empty the cookie, and end the session that it held, whoever's it was. The caller commits."""
    token = session.get(TOKEN)
    if isinstance(token, str):
        _end(StaffSession.token_hash == hash_of(token))
    session.clear()


def user_of_session(uniquifier: str) -> User | None:
    """Whose session the request's cookie is, in one query; None when it is over, or never was one."""
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    has_passkey = exists().where(WebAuthn.user_id == User.id)
    wanted = (
        select(StaffSession, User, has_passkey)
        .join(User, User.id == StaffSession.user_id)
        .where(StaffSession.token_hash == hash_of(token), _in_use(), User.fs_uniquifier == uniquifier, User.active)
    )
    found = db.session.execute(wanted).first()
    if found is None:
        return None
    g.staff_session, user, g.has_passkey = found
    return user


def note_use() -> None:
    """Note that the session of the request is in use, once in SEEN_EVERY. Commits, so it comes before anything else."""
    row: StaffSession | None = g.get("staff_session")
    if row is not None and now() - row.seen_at >= SEEN_EVERY:
        row.seen_at = now()
        db.session.commit()


def sessions_of(user: User) -> Sequence[StaffSession]:
    """The sessions of `user` that are not over, the newest first."""
    mine = select(StaffSession).where(StaffSession.user_id == user.id, _in_use())
    return db.session.scalars(mine.order_by(StaffSession.began_at.desc(), StaffSession.token_hash)).all()


def current_session() -> StaffSession | None:
    """The row of the session in which this request was sent."""
    row: StaffSession | None = g.get("staff_session")
    return row


def confirm() -> None:
    """Note in the session's row that it is the account's owner who sits there. The caller commits."""
    if (mine := current_session()) is not None:
        mine.confirmed_at = now()


def confirmed(minutes: int) -> bool:
    """Whether they showed it in the last so many minutes, by signing in or since."""
    mine = current_session()
    return mine is not None and mine.confirmed_at is not None and now() - mine.confirmed_at < timedelta(minutes=minutes)


def end_current() -> None:
    """End the session in which this request was sent. The caller commits."""
    if (mine := current_session()) is not None:
        mine.ended_at = now()


def end_session(user: User, token_hash: str) -> bool:
    """End one session of `user`; False where they have none such, or it is over. The caller commits."""
    return bool(_end(and_(StaffSession.user_id == user.id, StaffSession.token_hash == token_hash)))


def end_sessions_of(user: User) -> int:
    """End every session of `user` wherever they are signed in, and return how many there were. The caller commits.

    Their cookies are told apart by `fs_uniquifier` too, which is made anew, so nothing signed before is worth anything.
    """
    user.fs_uniquifier = secrets.token_hex(32)
    return _end(StaffSession.user_id == user.id)


def end_other_sessions_of(user: User) -> int:
    """End every session of `user` but the one in which this request was sent. The caller commits."""
    mine = current_session()
    other = StaffSession.token_hash != (mine.token_hash if mine is not None else "")
    return _end(and_(StaffSession.user_id == user.id, other))


def hash_of(token: str) -> str:
    """What the table keeps of a token."""
    return keyed_hash(token, "session")


def longest() -> timedelta:
    """How long a session may last, however busy."""
    return timedelta(hours=current_app.config["SIGNED_IN_HOURS"])


def _in_use() -> ColumnElement[bool]:
    time = now()
    return and_(
        StaffSession.ended_at.is_(None),
        StaffSession.seen_at > time - IDLE_LIMIT,
        StaffSession.began_at > time - longest(),
    )


def _end(which: ColumnElement[bool]) -> int:
    ended = update(StaffSession).where(which, StaffSession.ended_at.is_(None)).values(ended_at=now())
    return len(db.session.execute(ended.returning(StaffSession.token_hash)).all())


def _over(since: datetime) -> ColumnElement[bool]:
    return or_(StaffSession.ended_at < since, StaffSession.seen_at < since)


@duty("remove-old-sessions", every=ONCE_A_DAY)
def remove_old_sessions() -> int:
    """Remove the rows of sessions that were over long ago."""
    removed = db.session.execute(delete(StaffSession).where(_over(now() - KEPT)).returning(StaffSession.token_hash)).all()
    db.session.commit()
    return len(removed)
