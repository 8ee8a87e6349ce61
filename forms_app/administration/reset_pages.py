"""A forgotten password: the page that asks for an address, and the page behind the link that is sent to it."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forms_app.administration.blueprint import administration
from forms_app.administration.joining import end_own_session, read_new_password
from forms_app.administration.resets import ask_for_reset, set_password, user_behind
from forms_app.attempts import too_many
from forms_app.database import db
from forms_app.messages import can_send
from forms_app.messages.addresses import clean_email
from forms_app.messages.content import EMAIL
from forms_app.typed import Typed

A_CALLER = 20
"""Times in a quarter of an hour that one caller may ask: a whole office may share an address."""
AN_ACCOUNT = 3
"""Messages in an hour that one address gets, whether it is anybody's or not."""


@administration.route("/forgotten-password", methods=["GET", "POST"])
def forgotten_password() -> Response:
    """Ask for the address. Whether it is anybody's is told to nobody, neither by the answer nor by how long it takes."""
    typed = Typed(request.form)
    if request.method != "POST" or not can_send(EMAIL):
        return _page(typed)
    value = typed.text("email", longest=254, missing=_("Enter your e-mail address"))
    email = clean_email(value) if value else None
    if value and email is None:
        typed.wrong("email", _("Enter an e-mail address in the correct format, such as name@example.com"))
    if email is None:
        return _page(typed)
    if too_many("password-reset-caller", limit=A_CALLER):
        typed.wrong("email", _("You have asked too often. Wait a quarter of an hour, then try again"))
        return _page(typed, 429)
    if not too_many("password-reset", limit=AN_ACCOUNT, minutes=60, who=email):
        ask_for_reset(email)
        db.session.commit()
    return make_response(redirect(url_for(".reset_asked"), 303))


@administration.get("/forgotten-password/sent")
def reset_asked() -> str:
    """What is said to everyone who asked."""
    return render_template("administration/reset_asked.html")


@administration.route("/new-password/<token>", methods=["GET", "POST"])
def new_password(token: str) -> Response:
    """Set a new password. Opening the page uses nothing up; every link that leads nowhere gets the same page."""
    user = user_behind(token)
    if user is None:
        return _leads_nowhere()
    typed = Typed()
    password = read_new_password(typed, user) if request.method == "POST" else None
    if password is None:
        page = render_template("administration/new_password.html", form=typed, errors=typed.errors, email=user.email)
        return make_response(page, 422 if typed.errors else 200)
    if not set_password(user, token, password):
        db.session.rollback()
        return _leads_nowhere()
    db.session.commit()
    end_own_session()
    flash(_("Your new password is set. Sign in with it."), "success")
    return make_response(redirect(url_for("accounts.sign_in"), 303))


def _page(typed: Typed, status: int = 422) -> Response:
    page = render_template(
        "administration/forgotten_password.html", form=typed, errors=typed.errors, can_mail=can_send(EMAIL)
    )
    return make_response(page, status if typed.errors else 200)


def _leads_nowhere() -> Response:
    return make_response(render_template("administration/no_reset.html"), 404)
