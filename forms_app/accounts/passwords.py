"""What a password has to be, and changing one."""

import re
from functools import cache
from pathlib import Path

from flask_babel import gettext as _
from flask_security.utils import hash_password
from sqlalchemy import update

from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import PasswordReset, User

SHORTEST = 12
LONGEST = 200
"""Hashing takes longer the longer a password is; nobody types more than this."""
FEWEST_DIFFERENT = 5
LOOKS_LIKE = str.maketrans("013457@$!|", "oieastasil")
COMMON = Path(__file__).parent / "common_passwords.txt"
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")


def problem_with(password: str, user: User) -> str | None:
    """What is wrong with `password` for `user`, in a sentence that says what to do; None when it is fine.

    Length, common passwords and the person's own name and address count; kinds of characters do not, as NIST SP 800-63B
    asks (3.1.1.2).
    """
    if len(password) < SHORTEST:
        return str(
            _(
                "Use at least %(count)s characters. Three words that have nothing to do with each other work well",
                count=SHORTEST,
            )
        )
    if len(password) > LONGEST:
        return str(_("Use at most %(count)s characters", count=LONGEST))
    if any(part in _letters(password) for part in _own_words(user)):
        return str(_("Leave your name and your e-mail address out of the password"))
    if _is_common(password):
        return str(
            _("This password is one of the first that people would guess. Choose another, such as three words of your own")
        )
    return None


def set_password(user: User, password: str) -> None:
    """Give `user` a new password, with which links to set one are used up. The caller ends sessions and commits."""
    user.password = hash_password(password)
    unused = update(PasswordReset).where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None))
    db.session.execute(unused.values(used_at=now()))


def _letters(text: str) -> str:
    """The text without what people swap letters for, add at the ends or put between."""
    inside = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text.lower())
    return re.sub(r"[\W\d_]", "", inside.translate(LOOKS_LIKE))


def _own_words(user: User) -> set[str]:
    """Parts of the name and the address that are long enough to be known for theirs."""
    parts = re.split(r"[\W\d_]+", f"{user.name} {user.email.partition('@')[0]}".lower())
    return {part for part in parts if len(part) >= 4}


def _is_common(password: str) -> bool:
    plain = password.lower()
    if len(set(plain)) < FEWEST_DIFFERENT or _runs(plain) or _repeated(plain):
        return True
    stems = {_letters(plain), re.sub(r"[\W\d_]", "", plain)}
    return any(stem in _common() or _repeated(stem) in _common() for stem in stems) or plain in _common()


def _repeated(text: str) -> str:
    """What `text` is made of twice or more ("abcabc" is "abc"), or ""."""
    size = (text + text).find(text, 1) if text else 0
    return text[:size] if 0 < size < len(text) else ""


def _runs(text: str) -> bool:
    """Whether `text` is nothing but neighbours on the keyboard or in the alphabet, forwards or backwards."""
    pairs = [text[index : index + 2] for index in range(len(text) - 1)]
    known = [pair for pair in pairs if pair[0] == pair[-1] or any(pair in run or pair[::-1] in run for run in RUNS)]
    return len(known) >= len(pairs) - 2


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())
