"""Signing in, step by step: the password, the second factor where there is one, and then a session."""

import time
from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_security import login_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import recovery, totp
from forms_app.accounts.kept_form import Onward, onward_from_here
from forms_app.accounts.known_device import known_device, remember_device
from forms_app.accounts.limits import count_try, limits_for
from forms_app.accounts.passkeys import ask_for_one, can_be_used, used_passkey
from forms_app.accounts.second_factor import has_second_factor, must_set_up
from forms_app.accounts.sessions import clear_cookie
from forms_app.accounts.sign_in_form import SignInForm, refuse
from forms_app.database import db
from forms_app.keyed_hash import keyed_hash
from forms_app.models.accounts import User
from forms_app.typed import Typed

HALFWAY = "halfway"
HALFWAY_FOR = 10 * 60
"""Seconds between the password and the second factor."""
RECOVERY = "recovery"


def ask_to_sign_in() -> Response:
    """The answer to someone who has not signed in, or whose session has ended.

    A page that was asked for opens after signing in. A form that was sent is kept in the sign-in page and can be sent on
    from there; a file can't be kept.
    """
    going = onward_from_here()
    if going.kept_path is None:
        return make_response(redirect(url_for("accounts.sign_in", next=going.path)))
    return make_response(sign_in_page(SignInForm(), going), 401)


def sign_in_page(form: SignInForm, going: Onward) -> str:
    """The page that asks for address and password, or for a passkey where those can be used."""
    asked = ask_for_one(None) if can_be_used() else None
    return render_template("accounts/sign_in.html", form=form, typed=form.typed, asked=asked, onward=going)


def after_password(user: User, going: Onward) -> Response:
    """The next step of someone whose password was right."""
    if not has_second_factor(user):
        return complete(user, ["password"], going)
    session[HALFWAY] = {"user": user.fs_uniquifier, "at": int(time.time()), "mark": _mark(user)}
    if going.kept_path is None:
        return make_response(redirect(url_for("accounts.ask_second_factor", next=going.path)))
    return make_response(second_factor_page(user, Typed(), going), 401)


def halfway() -> User | None:
    """Whose password was right a moment ago in this browser."""
    found = session.get(HALFWAY)
    if not isinstance(found, dict) or time.time() - found["at"] > HALFWAY_FOR:
        return None
    user = db.session.scalar(select(User).where(User.fs_uniquifier == found["user"], User.active))
    return user if user is not None and found["mark"] == _mark(user) else None


def second_factor_page(user: User, typed: Typed, going: Onward) -> str:
    """The page that asks for a code, a passkey or a recovery code: those that `user` has."""
    return render_template(
        "accounts/second_factor.html",
        typed=typed,
        onward=going,
        has_app=bool(user.tf_totp_secret),
        has_passkeys=bool(user.webauthn),
        asked=ask_for_one(user) if user.webauthn and can_be_used() else None,
        codes_left=recovery.codes_left(user),
    )


@dataclass(frozen=True)
class Shown:
    """Which second factor was shown, `authenticator`, `passkey` or `recovery`, and whether it was right."""

    how: str
    right: bool


def check_second_factor(user: User, typed: Typed) -> Shown | None:
    """Which second factor the form holds; where it is wrong, with an error. Tries are counted.

    None, with an error, where the form holds none, or there were too many tries to look at it.
    """
    code, recovery_code, answer = typed.value("code"), typed.value("recovery"), typed.value("answer")
    if not (code or recovery_code or answer):
        typed.wrong("code" if user.tf_totp_secret else "recovery", _("Enter a code"))
        return None
    tried = count_try(limits_for("code", str(user.id), known_device(user)))
    field = "answer" if answer else "recovery" if recovery_code else "code"
    if tried.refused:
        refuse(tried, user, typed, field)
        return None
    how = {"answer": "passkey", "recovery": RECOVERY, "code": "authenticator"}[field]
    # One at a time for each account, so that a code is used up once.
    db.session.refresh(user, with_for_update=True)
    if answer:
        right, error = (
            used_passkey(user, typed.value("state"), answer) is not None,
            _("That passkey did not work. Try again, or use another way"),
        )
    elif recovery_code:
        right, error = (
            recovery.use_code(user, recovery_code),
            _("That is not one of your recovery codes that are left. Check it and try again"),
        )
    else:
        right = bool(user.tf_totp_secret) and totp.is_right(user, user.tf_totp_secret or "", code)
        error = _("The code is not right, or was used before. Wait for the next one and type it in")
    if right:
        tried.was_right()
        return Shown(how, right=True)
    db.session.commit()
    typed.wrong(field, error)
    return Shown(how, right=False)


def complete(user: User, ways: list[str], going: Onward) -> Response:
    """Sign `user` in: a new session, of which the browser's cookie is the only copy, and a browser that is known."""
    clear_cookie()
    login_user(user, authn_via=ways)
    if RECOVERY in ways:
        audit_log.record("recovery-code-used", provider=user.provider, left=recovery.codes_left(user))
    db.session.commit()
    answer = ask_to_set_up(going) if must_set_up(user) else going.answer()
    remember_device(answer, user)
    return answer


def ask_to_set_up(going: Onward) -> Response:
    """The answer to someone who has signed in without the second factor that is required."""
    if going.kept_path is None:
        return make_response(redirect(url_for("accounts.set_up", next=going.path)))
    return make_response(render_template("accounts/set_up.html", onward=going, passkeys=can_be_used()), 403)


def _mark(user: User) -> str:
    """Changes with the password: whoever knew the old one is not half way with it."""
    return keyed_hash(user.password or "", "halfway")[:16]
