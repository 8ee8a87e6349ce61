"""The sign-in form: an e-mail address and a password, and one answer to whatever is wrong with them."""

from flask_babel import gettext as _
from flask_security.utils import hash_password
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts.known_device import known_device
from forms_app.accounts.limits import Try, count_try, limits_for
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.typed import Typed


class SignInForm:
    """What was typed to sign in. Neither what is said of it nor the time that takes tells who has an account."""

    def __init__(self, typed: Typed | None = None) -> None:
        self.typed = typed or Typed()

    @property
    def email(self) -> str:
        """The address as it was typed."""
        return self.typed.value("email")

    def check(self) -> User | None:
        """The user whose address and password were typed. None, with errors, where they are wrong or have to wait."""
        password = self.typed.fields.get("password") or ""
        if not self.email:
            self.typed.wrong("email", _("Enter your e-mail address"))
        if not password:
            self.typed.wrong("password", _("Enter your password"))
        if self.typed.errors:
            return None
        email = self.email.lower()
        wanted = select(User).where(func.lower(User.email) == email)
        tried = count_try(limits_for("password", email, known_device(db.session.scalar(wanted))))
        # Counting commits, after which an account that is there would be read again when it is looked at: so read both.
        user = db.session.scalar(wanted)
        if tried.refused:
            refuse(tried, user, self.typed)
            return None
        if user is None or not user.password:
            hash_password(password)
        elif user.verify_and_update_password(password) and user.active:
            tried.was_right()
            db.session.commit()
            return user
        self.typed.wrong("email", _("The e-mail address or the password is not right. Check both and try again"))
        return None


def refuse(tried: Try, user: User | None, typed: Typed, field: str = "email") -> None:
    """Say that there were too many tries, and note the first refusal in the log, whoever it is about. Commits."""
    typed.wrong(
        field,
        _("There were too many wrong tries. Wait %(minutes)s minutes, then try again", minutes=tried.minutes),
    )
    if tried.first_refused:
        audit_log.record("sign-in-refused", provider=user.provider if user else None, user=user.id if user else None)
        db.session.commit()
