"""The page behind an invitation's link: a name and a password make the account. Opening it uses nothing up."""

from flask import Response, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user, logout_user
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from forms_app import audit_log, clock
from forms_app.accounts import sessions
from forms_app.accounts.passwords import problem_with
from forms_app.administration.account import LONGEST_NAME
from forms_app.administration.blueprint import administration, organisation_words
from forms_app.administration.changes import account_of, make_account
from forms_app.administration.invitations import invitation_behind
from forms_app.database import db
from forms_app.models.accounts import StaffInvitation, User
from forms_app.typed import Typed


@administration.route("/join/<token>", methods=["GET", "POST"])
def join(token: str) -> Response:
    """Open an account. Every link that leads nowhere, whatever the reason, gets the same page."""
    invitation = invitation_behind(token)
    if invitation is None or account_of(invitation.email) is not None:
        return _leads_nowhere()
    typed = Typed(request.form)
    if request.method != "POST":
        typed.fields["name"] = invitation.name
        return _page(typed, invitation)
    name = typed.text("name", longest=LONGEST_NAME, missing=_("Enter your name"))
    password = read_new_password(typed, User(email=invitation.email, name=name or invitation.name))
    if name is None or password is None:
        return _page(typed, invitation)
    if not _open_account(invitation, name, password):
        return _leads_nowhere()
    end_own_session()
    flash(_("Your account is open. Sign in with your e-mail address and the password you chose."), "success")
    return make_response(redirect(url_for("accounts.sign_in"), 303))


def read_new_password(typed: Typed, user: User) -> str | None:
    """The password that was typed twice, or None with the error. It is never sent back to the page."""
    password, again = (request.form.get(name, "") for name in ("password", "password-again"))
    if not password:
        typed.wrong("password", _("Choose a password"))
        return None
    problem = problem_with(password, user)
    if problem:
        typed.wrong("password", problem)
    elif password != again:
        typed.wrong("password-again", _("Type the same password again"))
    return None if problem or password != again else password


def end_own_session() -> None:
    """Sign out whoever is signed in in this browser: the account that comes next is another."""
    if current_user.is_authenticated:
        sessions.end_current()
        db.session.commit()
        logout_user()
        session.clear()


def _open_account(invitation: StaffInvitation, name: str, password: str) -> bool:
    """Use the invitation up and make the account, both or neither; False where another request was there first."""
    used = (
        update(StaffInvitation)
        .where(
            StaffInvitation.id == invitation.id,
            StaffInvitation.token_hash == invitation.token_hash,
            StaffInvitation.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(StaffInvitation.id)
    )
    roles, number = invitation.roles.split(";"), invitation.id
    try:
        if db.session.scalar(used) is None:
            db.session.rollback()
            return False
        made = make_account(invitation.email, name, roles, invitation.provider, password)
    except IntegrityError:
        db.session.rollback()
        return False
    audit_log.record("account-joined", provider=made.provider, user=made.id, invitation=number)
    db.session.commit()
    return True


def _page(typed: Typed, invitation: StaffInvitation) -> Response:
    page = render_template(
        "administration/join.html",
        form=typed,
        errors=typed.errors,
        email=invitation.email,
        organisation=organisation_words(invitation.provider),
    )
    return make_response(page, 422 if typed.errors else 200)


def _leads_nowhere() -> Response:
    return make_response(render_template("administration/no_invitation.html"), 404)
