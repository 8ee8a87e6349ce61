"""Who may open a page."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort
from flask_babel import gettext as _
from flask_security import current_user

from forms_app.accounts.kept_form import onward_from_here
from forms_app.accounts.second_factor import must_set_up
from forms_app.accounts.signing_in import ask_to_set_up, ask_to_sign_in
from forms_app.models.accounts import ROLES

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def staff_only(*roles: str) -> Callable[[Callable[Arguments, Answer]], Callable[Arguments, Answer]]:
    """Let in only people who have signed in and hold one of `roles` (any role where none is named).

    Others are asked to sign in, with what they typed kept, or get a 403. Whoever lacks a second factor that is required
    is asked to set one up. Raises ValueError for a role that is not one.
    """
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"no such roles: {sorted(unknown)}")
    allowed = set(roles or ROLES)

    def decorate(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            _signed_in()
            if must_set_up(current_user):
                abort(ask_to_set_up(onward_from_here()))
            if not allowed & {role.name for role in current_user.roles}:
                abort(403, _("Your account is not one of those that use this page."))
            return view(*args, **kwargs)

        return guarded

    return decorate


def signed_in_only(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Let in whoever has signed in, with a second factor or without: for the pages on which one is set up."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        _signed_in()
        return view(*args, **kwargs)

    return guarded


def own_provider() -> str:
    """The provider of the person who has signed in. Aborts with 403 for the council's own people, who have none."""
    if current_user.provider is None:
        abort(403, _("This page is for the staff of a provider."))
    return str(current_user.provider)


def _signed_in() -> None:
    if not current_user.is_authenticated:
        abort(ask_to_sign_in())
