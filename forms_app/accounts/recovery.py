"""Recovery codes: ten, shown once, for whoever has lost the phone. The table keeps keyed hashes of them.

The library would keep them readable (encrypted): then whoever holds database and keys could sign in as anyone. Ours are
long enough that a hash can't be tried out.
"""

import re
import secrets

from forms_app.keyed_hash import keyed_hash
from forms_app.models.accounts import User

COUNT = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is copied from paper."""


def make_codes(user: User) -> list[str]:
    """New codes for `user` in place of any there were, to be shown once. The caller commits."""
    codes = ["-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(COUNT)]
    user.mf_recovery_codes = [_hash(user, code) for code in codes]
    return codes


def use_code(user: User, typed: str) -> bool:
    """Whether this is one of the user's codes; it is used up then. `user` is locked by the caller, who commits."""
    found = _hash(user, typed)
    if found not in (user.mf_recovery_codes or []):
        return False
    user.mf_recovery_codes = [code for code in user.mf_recovery_codes or [] if code != found]
    return True


def codes_left(user: User) -> int:
    """How many codes are not used yet."""
    return len(user.mf_recovery_codes or [])


def _hash(user: User, code: str) -> str:
    plain = re.sub(r"[\W_]", "", code.lower())
    return keyed_hash(f"{user.id} {plain}", "recovery code")
