"""Signing in, who may open what, and the menu of people who have signed in."""

from forms_app.accounts.guards import own_provider, staff_only
from forms_app.accounts.menu import add_to_menu
from forms_app.accounts.setup import init_app

__all__ = ["add_to_menu", "init_app", "own_provider", "staff_only"]
