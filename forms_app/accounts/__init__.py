"""Signing in, who may open what, and the menu of people who have signed in."""

from forms_app.accounts.guards import own_provider, staff_only
from forms_app.accounts.menu import add_to_menu
from forms_app.accounts.names import names_of_users
from forms_app.accounts.setup import init_app

__all__ = ["add_to_menu", "init_app", "names_of_users", "own_provider", "staff_only"]
