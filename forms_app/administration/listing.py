"""The page "Accounts": everybody of one's own organisation, the open invitations, and providers without anybody."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict

from forms_app.accounts import staff_only
from forms_app.accounts.role_words import role_words
from forms_app.accounts.second_factor import has_second_factor
from forms_app.administration.blueprint import ADMINISTRATOR, administration, organisation_words, own_accounts
from forms_app.administration.invitations import open_invitations, providers_without
from forms_app.administration.words import roles_of
from forms_app.database import db, read_only_request
from forms_app.models.accounts import Role, User
from forms_app.pages import Pages
from forms_app.sought_words import find_token, find_words
from forms_app.typed import Typed

A_PAGE = 50
LONGEST_FIND = 200
STATES = ("on", "off", "no-second-factor")


@administration.get("/administration")
@staff_only(ADMINISTRATOR)
def accounts() -> str:
    """Accounts by name; `?find=` (part of a name or address, encrypted), `?role=` and `?state=` narrow them.

    The same queries for any number.
    """
    read_only_request()
    roles = roles_of(current_user.provider)
    role, state = _role_and_state(request.args)
    token = request.args.get("find") or None
    find = find_words(token, LONGEST_FIND) if token else ""
    wanted = [own_accounts(), *_narrowed(find, role, state)]
    count = db.session.scalar(select(func.count(User.id)).where(*wanted)) or 0
    pages = Pages("administration.accounts", {"find": token, "role": role, "state": state}, count, A_PAGE)
    found = db.session.scalars(
        select(User)
        .where(*wanted)
        .options(selectinload(User.roles), selectinload(User.webauthn))
        .order_by(func.lower(User.name), User.id)
        .offset(pages.offset)
        .limit(A_PAGE)
    ).all()
    return render_template(
        "administration/accounts.html",
        organisation=organisation_words(current_user.provider),
        lines=[(user, [one.name for one in user.roles], has_second_factor(user)) for user in found],
        count=count,
        pages=pages,
        narrowed={"find": find, "role": role, "state": state},
        role_choices=[{"value": one, "text": role_words(one)} for one in roles],
        invitations=open_invitations(),
        without=providers_without() if current_user.provider is None else [],
    )


@administration.post("/administration/find")
@staff_only(ADMINISTRATOR)
def find_accounts() -> Response:
    """Go to the list with what was looked for, which stands in its address in no words that anybody can read."""
    role, state = _role_and_state(request.form)
    words = Typed(request.form).value("find")
    find = find_token(words, LONGEST_FIND) if words else None
    return make_response(redirect(url_for(".accounts", find=find, role=role, state=state), 303))


def _role_and_state(given: MultiDict[str, str]) -> tuple[str | None, str | None]:
    """What the list is narrowed by, of an address or a form; None for what is not known."""
    role, state = given.get("role"), given.get("state")
    return role if role in roles_of(current_user.provider) else None, state if state in STATES else None


def _narrowed(find: str, role: str | None, state: str | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if find:
        in_name = func.lower(User.name).contains(find.lower(), autoescape=True)
        wanted.append(in_name | func.lower(User.email).contains(find.lower(), autoescape=True))
    if role:
        wanted.append(User.roles.any(Role.name == role))
    if state in ("on", "off"):
        wanted.append(User.active.is_(state == "on"))
    if state == "no-second-factor":
        wanted += [User.active.is_(True), User.tf_totp_secret.is_(None), ~User.webauthn.any()]
    return wanted
