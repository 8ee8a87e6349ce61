"""The first page after signing in, and the blueprint that the pages of signing in and of one's account hang on."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask_security import current_user

from forms_app.accounts import menu
from forms_app.accounts.guards import staff_only

blueprint = Blueprint("accounts", __name__, template_folder="templates")


@blueprint.get("/home")
@staff_only()
def home() -> Response:
    """The first page of the menu; where an account has none, a page that says so."""
    entries = menu.entries_for(current_user)
    if entries:
        return make_response(redirect(url_for(entries[0].endpoint)))
    return make_response(render_template("accounts/nothing_to_do.html"))
