"""Setting second factors up and taking them away: the app, passkeys, recovery codes."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from forms_app import audit_log
from forms_app.accounts import recovery, totp
from forms_app.accounts.account_pages import confirmed_only, password_is_right
from forms_app.accounts.devices import device_words
from forms_app.accounts.guards import signed_in_only, staff_only
from forms_app.accounts.kept_form import Onward, onward
from forms_app.accounts.notices import FACTOR_ADDED, FACTOR_REMOVED, tell
from forms_app.accounts.passkeys import add_passkey, ask_for_new, can_be_used, host_and_origin
from forms_app.accounts.second_factor import forget_second_factors, is_required
from forms_app.accounts.sessions import end_other_sessions_of
from forms_app.accounts.views import blueprint
from forms_app.database import db
from forms_app.models.accounts import User, WebAuthn
from forms_app.typed import Typed


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@signed_in_only
def set_up() -> str:
    """Choose between an app and a passkey. A POST brings a form that is kept until one is set up."""
    return render_template("accounts/set_up.html", onward=onward(), passkeys=can_be_used())


@blueprint.route("/account/authenticator", methods=["GET", "POST"])
@confirmed_only
def set_up_app() -> Response:
    """Show a secret to an app, and take the first code that the app makes of it."""
    typed, going, user = Typed(request.form), onward(), _me()
    offer = typed.value("offer")
    secret = totp.offered(user, offer) if offer else None
    if secret is not None and "code" in typed.fields:
        if user.tf_totp_secret == secret:
            return _after_adding(user, going)
        if totp.is_right(user, secret, typed.value("code")):
            user.tf_totp_secret, user.tf_primary_method = secret, "authenticator"
            return _added(user, "authenticator", going)
        typed.wrong("code", _("The code is not right. Check that the app shows this service, and type its newest code"))
    elif offer:
        typed.wrong("code", _("The page was open for too long. Scan the new code below"))
    if secret is None:
        offer = totp.offer(user)
        secret = totp.offered(user, offer)
        assert secret
    return make_response(
        render_template(
            "accounts/set_up_app.html",
            typed=typed,
            onward=going,
            offer=offer,
            picture=totp.picture_of(user, secret),
            address=totp.address_of(user, secret),
            key=totp.key_in_words(secret),
        )
    )


@blueprint.route("/account/passkey", methods=["GET", "POST"])
@confirmed_only
def set_up_passkey() -> Response:
    """Let the browser make a passkey."""
    typed, going, user = Typed(request.form), onward(), _me()
    if "answer" in typed.fields:
        name = typed.text("name", longest=64)
        if not typed.errors:
            usual = device_words(request.user_agent.string)
            if add_passkey(user, typed.value("state"), typed.value("answer"), name or usual):
                return _added(user, "passkey", going)
            db.session.commit()
            typed.wrong("name", _("The passkey was not added. Try again; a device that has one already can't add another"))
    return make_response(
        render_template(
            "accounts/set_up_passkey.html",
            typed=typed,
            onward=going,
            asked=ask_for_new(user) if can_be_used() else None,
            host=host_and_origin()[0],
        )
    )


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@confirmed_only
def new_recovery_codes() -> Response:
    """Make new recovery codes, and show them this once."""
    user = _me()
    if not (user.tf_totp_secret or user.webauthn):
        return make_response(redirect(url_for("accounts.set_up")))
    if request.method == "POST":
        return _show_new_codes(user, onward())
    return make_response(render_template("accounts/make_codes.html", codes_left=recovery.codes_left(user)))


@blueprint.route("/account/authenticator/remove", methods=["GET", "POST"])
@staff_only()
def remove_app() -> Response:
    """Take the app away."""
    user = _me()
    if not user.tf_totp_secret:
        return make_response(redirect(url_for("accounts.account")))
    return _remove(user, None)


@blueprint.route("/account/passkeys/<int:passkey>/remove", methods=["GET", "POST"])
@staff_only()
def remove_passkey(passkey: int) -> Response:
    """Take one passkey away."""
    user = _me()
    found = next((one for one in user.webauthn if one.id == passkey), None)
    if found is None:
        abort(404)
    return _remove(user, found)


def _me() -> User:
    """The account, locked: what is changed twice at once is changed in turn."""
    return db.session.get_one(User, current_user.id, with_for_update=True, populate_existing=True)


def _remove(user: User, passkey: WebAuthn | None) -> Response:
    """Ask for the password, and take away `passkey`, or the app where there is none."""
    last = len(user.webauthn) + bool(user.tf_totp_secret) == 1
    typed = Typed(request.form)
    if last and is_required():
        abort(403, _("This is the only second factor you have, and you need one. Add another first, then remove this one."))
    if request.method == "GET" or not password_is_right(user, typed, "password"):
        page = render_template("accounts/remove_factor.html", typed=typed, passkey=passkey, last=last)
        return make_response(page)
    if last:
        forget_second_factors(user)
    elif passkey is not None:
        user.webauthn.remove(passkey)
    else:
        user.tf_totp_secret = user.tf_primary_method = None
    kind = "passkey" if passkey is not None else "authenticator"
    audit_log.record("second-factor-removed", provider=user.provider, kind=kind)
    end_other_sessions_of(user)
    tell(user, FACTOR_REMOVED)
    db.session.commit()
    flash(_("It is removed. You are signed out everywhere else."), "success")
    return make_response(redirect(url_for("accounts.account")))


def _added(user: User, kind: str, going: Onward) -> Response:
    """Note what was added, end other sessions, and show recovery codes to whoever has none yet."""
    audit_log.record("second-factor-added", provider=user.provider, kind=kind)
    end_other_sessions_of(user)
    tell(user, FACTOR_ADDED)
    return _after_adding(user, going)


def _after_adding(user: User, going: Onward) -> Response:
    """Recovery codes for whoever has just set the first factor up, also when the form was sent twice."""
    only = len(user.webauthn) + bool(user.tf_totp_secret) == 1
    if only or not recovery.codes_left(user):
        return _show_new_codes(user, going)
    db.session.commit()
    flash(_("It is added. You are signed out everywhere else."), "success")
    return make_response(redirect(url_for("accounts.account")))


def _show_new_codes(user: User, going: Onward) -> Response:
    codes = recovery.make_codes(user)
    audit_log.record("recovery-codes-made", provider=user.provider)
    db.session.commit()
    return make_response(render_template("accounts/recovery_codes.html", codes=codes, onward=going))
