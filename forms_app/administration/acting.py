"""What an administrator does to an account: each is asked about first, and told afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_security import current_user

from forms_app.accounts import staff_only
from forms_app.administration.account import people_of
from forms_app.administration.blueprint import ADMINISTRATOR, administration, own_account
from forms_app.administration.changes import Refused, sign_out_everywhere, take_second_factor_away, turn_off, turn_on
from forms_app.administration.resets import send_reset
from forms_app.database import db
from forms_app.messages import can_send
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import User


@dataclass(frozen=True)
class Action:
    """Something that is done to an account: what is asked first, and said afterwards."""

    question: Any
    done: Any
    do: Callable[[User], object]


ACTIONS = {
    "off": Action(
        lazy_gettext("Turn this account off?"),
        lazy_gettext("The account is turned off. They are signed out."),
        lambda user: turn_off(user, by=current_user),
    ),
    "on": Action(
        lazy_gettext("Turn this account on?"), lazy_gettext("The account is turned on. They can sign in again."), turn_on
    ),
    "second-factor": Action(
        lazy_gettext("Take their second factor away?"),
        lazy_gettext("Their second factor is gone. They are signed out, and set up a new one when they sign in."),
        lambda user: take_second_factor_away(user, by=current_user),
    ),
    "sign-out": Action(
        lazy_gettext("Sign them out everywhere?"),
        lazy_gettext("They are signed out everywhere."),
        sign_out_everywhere,
    ),
    "password": Action(
        lazy_gettext("Send them a link to set a new password?"),
        lazy_gettext("A link to set a new password is on its way to them. It works for an hour."),
        send_reset,
    ),
}


@administration.get("/administration/account/<int:account>/<action>")
@staff_only(ADMINISTRATOR)
def act(account: int, action: str) -> Response:
    """Ask, with what it leads to."""
    user = own_account(account)
    chosen = _chosen(action)
    return make_response(_page(user, action, chosen))


@administration.post("/administration/account/<int:account>/<action>")
@staff_only(ADMINISTRATOR)
def do(account: int, action: str) -> Response:
    """Do it, and go back to the account."""
    user = own_account(account)
    chosen = _chosen(action)
    if action == "password" and not user.active:
        return make_response(_page(user, action, chosen, problem=_("The account is turned off. Turn it on first.")), 409)
    own = user.id == current_user.id
    try:
        chosen.do(user)
    except Refused as refusal:
        db.session.rollback()
        return make_response(_page(own_account(account), action, chosen, problem=str(refusal)), 409)
    db.session.commit()
    if own and action == "sign-out":
        return make_response(redirect(url_for("accounts.sign_in"), 303))
    flash(str(chosen.done), "success")
    return make_response(redirect(url_for(".account", account=account), 303))


def _chosen(action: str) -> Action:
    chosen = ACTIONS.get(action)
    if chosen is None or (action == "password" and not can_send(EMAIL)):
        abort(404)
    return chosen


def _page(user: User, action: str, chosen: Action, *, problem: str = "") -> str:
    return render_template(
        "administration/act.html",
        user=user,
        action=action,
        question=str(chosen.question),
        people=people_of(user) if action == "off" else 0,
        errors=[{"text": problem, "href": "#do"}] if problem else [],
    )
