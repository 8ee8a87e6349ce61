"""The first page after signing in, and the way back to a form that outlived its session."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user, login_user

from forms_app.accounts import menu
from forms_app.accounts.guards import staff_only
from forms_app.accounts.kept_form import keep_on_page, kept_fields, kept_path
from forms_app.accounts.sign_in_form import SignInForm
from forms_app.database import db

blueprint = Blueprint("accounts", __name__, template_folder="templates")


@blueprint.get("/home")
@staff_only()
def home() -> Response:
    """The first page of the menu; where an account has none, a page that says so."""
    entries = menu.entries_for(current_user)
    if entries:
        return make_response(redirect(url_for(entries[0].endpoint)))
    return make_response(render_template("accounts/nothing_to_do.html"))


@blueprint.post("/sign-in/kept")
def sign_in_with_kept_form() -> Response:
    """Sign in on a page that carries a form, then offer to send that form on."""
    path = kept_path()
    if path is None:
        abort(400, _("The address that the form was meant for is missing. Go back to the page and send it again."))
    form = SignInForm()
    if not form.validate_on_submit() or form.user is None:
        return make_response(keep_on_page(form, kept_fields(), path), 401)
    login_user(form.user, authn_via=["password"])
    db.session.commit()
    return make_response(render_template("accounts/send_on.html", kept=kept_fields(), kept_path=path))
