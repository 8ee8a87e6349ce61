"""Codes from an authenticator app: Flask-Security's TOTP, with secrets that are encrypted and codes that work once."""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any, cast

import segno
from flask import current_app
from flask_security import UserMixin
from flask_security.totp import Totp
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup

from forms_app.attempts import first_use
from forms_app.models.accounts import User

WINDOW = 30
"""Seconds by which the clock of a phone may be wrong either way: one code before, one code after."""
OFFERED_FOR = 60 * 60
"""Seconds for which a secret that was shown may be set up."""


class OnceOnlyTotp(Totp):
    """Codes of an app, each of which is good once."""

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Note that the code is used. Raises UsedCode where it was used before."""
        made_at = datetime.fromtimestamp(tmatch.counter * 30, UTC).replace(tzinfo=None)
        if not first_use("code-used", f"{cast(User, user).id} {tmatch.counter}", made_at):
            raise UsedCode


class UsedCode(Exception):
    """The code is right, and was used before."""


def is_right(user: User, secret: str, code: str) -> bool:
    """Whether `code` is one of these seconds and was never used. The caller commits, which is what uses it up."""
    digits = re.sub(r"[\s-]", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return False
    try:
        return _totp().verify_totp(digits, secret, user, window=WINDOW)
    except UsedCode:
        return False


def offer(user: User) -> str:
    """A new secret for `user`, encrypted and signed, to stand in the page until the app's first code is typed."""
    return str(_signer().dumps([user.id, _totp().generate_totp_secret()]))


def offered(user: User, offer: str) -> str | None:
    """The secret of an offer that was made to `user` and is not too old; encrypted, as the table keeps it."""
    try:
        whose, secret = _signer().loads(offer, max_age=OFFERED_FOR)
    except (BadSignature, ValueError):
        return None
    return str(secret) if whose == user.id else None


def key_in_words(secret: str) -> str:
    """The secret as people type it into an app: groups of four letters."""
    return _totp().get_totp_pretty_key(secret).replace("-", " ")


def address_of(user: User, secret: str) -> str:
    """The `otpauth:` address that an app takes."""
    return _totp().get_totp_uri(user.email, secret)


def picture_of(user: User, secret: str) -> Markup:
    """The same as a QR code: an SVG, dark on white whatever the page's colours are."""
    code = segno.make(address_of(user, secret), micro=False)
    return Markup(code.svg_inline(scale=5, border=4, light="#fff", dark="#000", svgclass="app-qr", omitsize=True))


def _totp() -> OnceOnlyTotp:
    """Secrets are encrypted with keys that follow from ENCRYPTION_KEYS, numbered from the oldest, which stays listed."""
    keys = reversed(current_app.config["ENCRYPTION_KEYS"])
    secrets = {
        str(number): hashlib.sha256(b"carer-outcomes totp " + key.encode()).hexdigest()
        for number, key in enumerate(keys, 1)
    }
    return OnceOnlyTotp(secrets, current_app.config["SERVICE_NAME"].replace(":", " "))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="authenticator offer")
