"""The pages of signing in and out."""

from flask import Response, abort, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user, logout_user
from sqlalchemy import select

from forms_app import audit_log
from forms_app.accounts import sessions
from forms_app.accounts.kept_form import Onward, onward
from forms_app.accounts.known_device import remember_device
from forms_app.accounts.notices import RECOVERY_CODE_USED, count_wrong_factor, tell_once_a_day
from forms_app.accounts.passkeys import used_passkey
from forms_app.accounts.sign_in_form import SignInForm
from forms_app.accounts.signing_in import (
    HALFWAY,
    RECOVERY,
    after_password,
    check_second_factor,
    complete,
    halfway,
    second_factor_page,
    sign_in_page,
)
from forms_app.accounts.views import blueprint
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.typed import Typed


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response:
    """Address and password."""
    going = onward()
    if current_user.is_authenticated:
        answer = make_response(redirect(going.path or url_for("accounts.home")))
        remember_device(answer, current_user)
        return answer
    if request.method == "GET":
        session.pop(HALFWAY, None)
        return make_response(sign_in_page(SignInForm(), going))
    return _check_password(going, wrong=200)


@blueprint.post("/sign-in/kept")
def sign_in_with_kept_form() -> Response:
    """Address and password on a page that carries a form."""
    going = onward()
    if going.kept_path is None:
        abort(400, _("The address that the form was meant for is missing. Go back to the page and send it again."))
    return _check_password(going, wrong=401)


def _check_password(going: Onward, *, wrong: int) -> Response:
    form = SignInForm(Typed(request.form))
    user = form.check()
    return make_response(sign_in_page(form, going), wrong) if user is None else after_password(user, going)


@blueprint.route("/sign-in/second-factor", methods=["GET", "POST"])
def ask_second_factor() -> Response:
    """A code, a passkey or a recovery code, once the password was right."""
    user, going = halfway(), onward()
    if user is None:
        return _start_again(going)
    typed = Typed(request.form)
    if request.method == "POST":
        shown = check_second_factor(user, typed)
        if shown is not None and not shown.right:
            count_wrong_factor(user)
        elif shown is not None:
            if shown.how == RECOVERY:
                tell_once_a_day(user, RECOVERY_CODE_USED)
            return complete(user, ["password", shown.how], going)
    return make_response(second_factor_page(user, typed, going))


@blueprint.post("/sign-in/passkey")
def sign_in_with_passkey() -> Response:
    """A passkey in place of address and password: its device has checked who holds it."""
    going, form = onward(), SignInForm(Typed(request.form))
    passkey = used_passkey(None, form.typed.value("state"), form.typed.value("answer"))
    user = db.session.scalar(select(User).where(User.id == passkey.user_id, User.active)) if passkey else None
    if user is not None:
        return complete(user, ["passkey"], going)
    db.session.commit()
    form.typed.wrong("answer", _("That passkey did not work. Try again, or sign in with your password"), "use-passkey")
    return make_response(sign_in_page(form, going), 401 if going.kept_path else 200)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session, here and in the browser."""
    if current_user.is_authenticated:
        audit_log.record("signed-out", provider=current_user.provider)
        sessions.end_current()
        db.session.commit()
    logout_user()
    session.clear()
    return make_response(redirect(url_for("accounts.sign_in")))


def _start_again(going: Onward) -> Response:
    """Too long between password and code, or no password at all: from the beginning, with what is kept."""
    if request.method == "GET":
        return make_response(redirect(url_for("accounts.sign_in", next=going.path)))
    form = SignInForm()
    form.typed.wrong("email", _("It took too long, so start again with your password"))
    return make_response(sign_in_page(form, going), 401)
