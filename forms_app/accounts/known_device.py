"""The mark of a browser in which someone has signed in before: a stranger's guesses do not count against it.

A long-lived cookie that is sent to the sign-in pages alone: an id of the browser, and for each account that was signed in
there a keyed hash of id and account. It opens nothing: who has it may guess ten times in fifteen minutes, like anyone.
It ends with the password, and when its owner signs out everywhere: `fs_uniquifier` is made anew then.
"""

import re
import secrets

from flask import Response, current_app, request

from forms_app.keyed_hash import keyed_hash
from forms_app.models.accounts import User

COOKIE = "known_device"
PATH = "/sign-in"
DAYS = 400
"""The longest that browsers keep a cookie."""
MOST = 8
"""Accounts that one browser is known for: people share the computer of an office."""
ID = re.compile(r"[A-Za-z0-9_-]{22}")


def known_device(user: User | None) -> str | None:
    """The id of the browser, where `user` has signed in before in it."""
    device, marks = _read()
    return device if device and user is not None and _mark(device, user) in marks else None


def remember_device(response: Response, user: User) -> None:
    """Mark the browser as one in which `user` has signed in."""
    device, marks = _read()
    device = device or secrets.token_urlsafe(16)
    mine = _mark(device, user)
    kept = [mine, *(mark for mark in marks if mark != mine)][:MOST]
    response.set_cookie(
        COOKIE,
        ".".join([device, *kept]),
        max_age=DAYS * 24 * 60 * 60,
        path=PATH,
        secure=current_app.config["SECURE_COOKIES"],
        httponly=True,
        samesite="Lax",
    )


def _read() -> tuple[str | None, list[str]]:
    device, *marks = request.cookies.get(COOKIE, "").split(".")
    return (device, marks[:MOST]) if ID.fullmatch(device) else (None, [])


def _mark(device: str, user: User) -> str:
    return keyed_hash(f"{device} {user.id} {user.fs_uniquifier} {user.password}", "known device")[:32]
