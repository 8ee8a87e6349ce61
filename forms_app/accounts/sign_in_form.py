"""The sign-in form, and the wait after too many wrong passwords."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_security.forms import LoginForm
from flask_security.utils import hash_password
from sqlalchemy import func, select

from forms_app.clock import now
from forms_app.database import db
from forms_app.models.accounts import User

TRIES = 10
WAIT = timedelta(minutes=15)


class SignInForm(LoginForm):
    """E-mail address and password. Whatever is wrong, the answer is the same: it never tells who has an account."""

    def validate(self, **_kwargs: Any) -> bool:
        """Whether this is an account's own address and password, the account is in use, and it is not waiting."""
        email, password = (self.email.data or "").strip().lower(), self.password.data or ""
        if not email:
            self.email.errors = [_("Enter your e-mail address")]
        if not password:
            self.password.errors = [_("Enter your password")]
        if not (email and password):
            return False
        # One at a time for each account, so that many guesses sent together are counted like guesses sent in turn.
        user = db.session.scalar(select(User).where(func.lower(User.email) == email).with_for_update())
        if user is not None and _let_in(user, password):
            self.user = user
            return True
        if user is None:
            hash_password(password)
        db.session.commit()
        self.form_errors.append(
            _(
                "The e-mail address or the password is not right. Check both and try again. "
                "After %(tries)s wrong passwords in a row an account has to wait %(minutes)s minutes.",
                tries=TRIES,
                minutes=WAIT.seconds // 60,
            )
        )
        return False


def _let_in(user: User, password: str) -> bool:
    """Check the password and count the tries. The password is worked through even when the account waits."""
    time = now()
    right = bool(user.password) and user.verify_and_update_password(password)
    if user.locked_until is not None and user.locked_until > time:
        return False
    if right and user.active:
        user.failed_sign_ins, user.locked_until = 0, None
        return True
    if not right:
        user.failed_sign_ins = (user.failed_sign_ins or 0) + 1
        if user.failed_sign_ins >= TRIES:
            user.failed_sign_ins, user.locked_until = 0, time + WAIT
    return False
