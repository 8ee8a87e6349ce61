"""My account: who I am here, how I sign in, and where I am signed in."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, abort, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user, logout_user

from forms_app import audit_log
from forms_app.accounts import recovery, sessions
from forms_app.accounts.guards import signed_in_only, staff_only
from forms_app.accounts.kept_form import Onward, kept_path, onward
from forms_app.accounts.limits import Limit, count_try
from forms_app.accounts.notices import PASSWORD_CHANGED, tell
from forms_app.accounts.passkeys import can_be_used
from forms_app.accounts.passwords import problem_with, set_password
from forms_app.accounts.role_words import role_words
from forms_app.accounts.sign_in_form import refuse
from forms_app.accounts.views import blueprint
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.records import Provider
from forms_app.typed import Typed

TO_OPEN, TO_SEND = 15, 45
"""Minutes after which pages that change how someone signs in ask for the password again; their forms may take longer."""
Arguments = ParamSpec("Arguments")


@blueprint.get("/account")
@staff_only()
def account() -> str:
    """Everything about one's own account, on one page."""
    works_for = db.session.get(Provider, current_user.provider) if current_user.provider else None
    mine = sessions.current_session()
    return render_template(
        "accounts/account.html",
        user=current_user,
        works_for=works_for.name if works_for else None,
        roles=[role_words(role.name) for role in current_user.roles],
        sessions=sessions.sessions_of(current_user),
        current=mine.token_hash if mine else None,
        codes_left=recovery.codes_left(current_user),
        codes_made=recovery.COUNT,
        passkeys=can_be_used(),
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@staff_only()
def change_password() -> Response:
    """Change one's password: the old one first. Other browsers are signed out."""
    typed = Typed(request.form)
    if request.method == "POST":
        new = typed.fields.get("new") or ""
        if problem := problem_with(new, current_user):
            typed.wrong("new", problem if new else _("Enter a new password"))
        elif new != typed.fields.get("again"):
            typed.wrong("again", _("The new password and this one differ. Type the same twice"))
        if password_is_right(current_user, typed, "old") and not typed.errors:
            set_password(current_user, new)
            sessions.end_other_sessions_of(current_user)
            audit_log.record("password-changed", provider=current_user.provider)
            tell(current_user, PASSWORD_CHANGED)
            sessions.confirm()
            db.session.commit()
            flash(_("Your password is changed. You are signed out everywhere else."), "success")
            # By way of the sign-in page, which marks the browser anew: marks end with the password that made them.
            return make_response(redirect(url_for("accounts.sign_in", next=url_for("accounts.account"))))
    return make_response(render_template("accounts/change_password.html", typed=typed))


@blueprint.route("/account/confirm", methods=["GET", "POST"])
@signed_in_only
def confirm_password() -> Response:
    """Ask for the password again before something that a stranger at an open screen must not do."""
    typed, going = Typed(request.form), onward()
    if request.method == "POST" and password_is_right(current_user, typed, "password"):
        sessions.confirm()
        db.session.commit()
        if going.kept_path is not None:
            return make_response(render_template("accounts/set_up.html", onward=going, passkeys=can_be_used()))
        return make_response(redirect(going.path or url_for("accounts.account")))
    return _ask_to_confirm(typed, going)


@blueprint.post("/account/sessions/end")
@staff_only()
def end_one_session() -> Response:
    """Sign out of another browser."""
    which = Typed(request.form).value("session")
    mine = sessions.current_session()
    if mine is not None and which == mine.token_hash:
        abort(400, _("That is the browser you are using now. To sign out here, use the button at the top of the page."))
    if sessions.end_session(current_user, which):
        audit_log.record("session-ended", provider=current_user.provider)
        flash(_("That browser is signed out."), "success")
    else:
        flash(_("That browser was signed out already."), "success")
    db.session.commit()
    return make_response(redirect(url_for("accounts.account") + "#sessions"))


@blueprint.post("/account/sign-out-everywhere")
@signed_in_only
def sign_out_everywhere() -> Response:
    """End all sessions, this one too."""
    user: User = db.session.get_one(User, current_user.id)
    ended = sessions.end_sessions_of(user)
    audit_log.record("signed-out-everywhere", provider=user.provider, sessions=ended)
    db.session.commit()
    logout_user()
    session.clear()
    flash(_("You are signed out everywhere."), "success")
    return make_response(redirect(url_for("accounts.sign_in")))


def password_is_right(user: User, typed: Typed, field: str) -> bool:
    """Whether the field holds the password of `user`, who is signed in; else it has an error. Tries are counted."""
    password = typed.fields.get(field) or ""
    if not password:
        typed.wrong(field, _("Enter your password"))
        return False
    tried = count_try([Limit("own-password", str(user.id), 10)])
    if tried.refused:
        refuse(tried, user, typed, field)
        return False
    if not user.password or not user.verify_and_update_password(password):
        typed.wrong(field, _("The password is not right. Check it and try again"))
        return False
    tried.was_right()
    return True


def _ask_to_confirm(typed: Typed, going: Onward, status: int = 200) -> Response:
    return make_response(render_template("accounts/confirm.html", typed=typed, onward=going), status)


def confirmed_only(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """Let in whoever has signed in and shown a moment ago who they are; others are asked for their password first.

    A form that is carried along is carried through that question too.
    """

    @wraps(view)
    @signed_in_only
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        if not sessions.confirmed(TO_OPEN if request.method == "GET" else TO_SEND):
            if kept_path() is not None:
                return _ask_to_confirm(Typed(), onward(), 403)
            return make_response(redirect(url_for("accounts.confirm_password", next=request.full_path.rstrip("?"))))
        return view(*args, **kwargs)

    return guarded
