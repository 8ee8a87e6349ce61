"""One account: who it is, what they may do, and what an administrator can do about it."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy import func, select

from forms_app.accounts import staff_only
from forms_app.accounts.second_factor import has_second_factor
from forms_app.administration.blueprint import ADMINISTRATOR, administration, own_account
from forms_app.administration.changes import Refused, change_account, in_order
from forms_app.administration.words import role_items, roles_of
from forms_app.casework.tracks import ACTIVE, CLOSED
from forms_app.database import db
from forms_app.messages import can_send
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import User
from forms_app.models.records import Person
from forms_app.saving import changed_from, state_of
from forms_app.typed import Typed

LONGEST_NAME = 200


@administration.route("/administration/account/<int:account>", methods=["GET", "POST"])
@staff_only(ADMINISTRATOR)
def account(account: int) -> Response:
    """Show an account; POST changes its name and roles. What a colleague changed meanwhile is not overwritten unseen."""
    user = own_account(account)
    typed = Typed(request.form)
    state = state_of([user.name, *in_order(_held(user))])
    if request.method != "POST":
        typed.fields["name"], typed.fields["state"] = user.name, state
        typed.fields.setlist("roles", in_order(_held(user)))
        return _page(user, typed)
    name = typed.text("name", longest=LONGEST_NAME, missing=_("Enter their name"))
    roles = read_roles(typed, roles_of(user.provider))
    conflict = changed_from(typed, state)
    if conflict or name is None or not roles:
        return _page(user, typed, conflict=conflict)
    try:
        change_account(user, name, roles, by=current_user)
    except Refused as refusal:
        db.session.rollback()
        typed.wrong("roles", str(refusal))
        return _page(own_account(account), typed)
    db.session.commit()
    flash(_("The account of %(name)s is changed.", name=name), "success")
    return make_response(redirect(url_for(".account", account=account), 303))


def read_roles(typed: Typed, allowed: tuple[str, ...]) -> list[str]:
    """The roles that were ticked, of those allowed; none with an error where there are none."""
    chosen = typed.choices("roles", allowed)
    if not chosen:
        typed.wrong("roles", _("Tick what they may do"))
    return chosen.split(";") if chosen else []


def people_of(user: User) -> int:
    """How many people who are on the books have `user` as their worker."""
    theirs = (Person.provider == user.provider, Person.worker_id == user.id)
    on_the_books = func.coalesce(Person.status, ACTIVE).not_in(CLOSED)
    return db.session.scalar(select(func.count()).select_from(Person).where(*theirs, on_the_books)) or 0


def _held(user: User) -> set[str]:
    return {role.name for role in user.roles}


def _page(user: User, typed: Typed, *, conflict: bool = False) -> Response:
    page = render_template(
        "administration/account.html",
        user=user,
        held=in_order(_held(user)),
        form=typed,
        errors=typed.errors,
        conflict=conflict,
        role_choices=role_items(roles_of(user.provider)),
        second_factor=has_second_factor(user),
        people=people_of(user),
        is_self=user.id == current_user.id,
        can_mail=can_send(EMAIL),
    )
    return make_response(page, 409 if conflict else 422 if typed.errors else 200)
