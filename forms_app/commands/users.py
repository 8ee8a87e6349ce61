"""`carer-outcomes user`: accounts of the people who sign in."""

import secrets
import sys
from collections.abc import Callable

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forms_app import audit_log
from forms_app.accounts.passwords import problem_with
from forms_app.administration import changes, invitations
from forms_app.administration.words import PROVIDERS
from forms_app.database import db
from forms_app.messages import can_send
from forms_app.messages.addresses import clean_email
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import ROLES, User
from forms_app.models.records import Provider


@click.group()
def user() -> None:
    """Accounts of the people who sign in."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name, shown to colleagues.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES), help="What they may do.")
@click.option("--provider", help="The provider they work for. Leave it out for the council's own people.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of making one.")
@with_appcontext
def add(email: str, name: str, roles: tuple[str, ...], provider: str | None, password_stdin: bool) -> None:
    """Add an account. Prints the password that was made, once; it is not kept anywhere."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(15)
    made = add_user(email, name, roles, provider, password)
    held = ";".join(role.name for role in made.roles)
    audit_log.record("account-added", provider=provider, user=made.id, roles=held)
    db.session.commit()
    click.echo(f"Added {made.email}.")
    if not password_stdin:
        click.echo(f"Password (shown only now): {password}")


@user.command()
@click.argument("email")
@click.option("--name", default="", help="The person's name, as far as it is known.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES), help="What they may do.")
@click.option("--provider", help="The provider they work for. Leave it out for the council's own people.")
@click.option("--show-link", is_flag=True, help="Print the link instead of e-mailing it.")
@with_appcontext
def invite(email: str, name: str, roles: tuple[str, ...], provider: str | None, show_link: bool) -> None:
    """Invite someone to open an account, by e-mail or by a link to hand over. Done again, it makes a new link."""
    audit_log.lock_log()
    address = _checked(email, roles, provider)
    made = invitations.open_invitation_to(address)
    if made is not None and made.provider != provider:
        raise click.ClickException(f"{address} is invited to another organisation already")
    made = made or invitations.invite(address, name.strip(), list(dict.fromkeys(roles)), provider)
    made.roles = ";".join(dict.fromkeys(roles))
    if show_link or not can_send(EMAIL):
        link = invitations.show_link(made)
        db.session.commit()
        click.echo(f"The link for {address}, good once, for 7 days (shown only now):\n{link}")
        return
    invitations.send(made)
    db.session.commit()
    click.echo(f"An invitation to {address} is on its way, sent by `carer-outcomes worker`.")


@user.command("list")
@with_appcontext
def list_() -> None:
    """List the accounts: address, name, roles, provider, whether in use."""
    for found in db.session.scalars(select(User).options(selectinload(User.roles)).order_by(User.email)):
        roles = ",".join(sorted(role.name for role in found.roles))
        state = "in use" if found.active else "turned off"
        click.echo("\t".join([found.email, found.name, roles, found.provider or "-", state]))


@user.command()
@click.argument("email")
@click.option("--last", is_flag=True, help="Even if it is the last administrator of its organisation.")
@with_appcontext
def off(email: str, last: bool) -> None:
    """Turn an account off: it can't sign in, and its sessions end at once."""
    _change(email, lambda found: changes.turn_off(found, last=last))
    click.echo(f"{email} can no longer sign in.")


@user.command()
@click.argument("email")
@with_appcontext
def on(email: str) -> None:
    """Turn an account on again, with the password it had."""
    _change(email, changes.turn_on)
    click.echo(f"{email} can sign in again.")


@user.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Take someone's second factor away (a lost phone). They set up a new one when they sign in."""
    _change(email, changes.take_second_factor_away)
    click.echo(f"{email} sets up a new second factor at the next sign-in.")


@user.command("sign-out")
@click.argument("email")
@with_appcontext
def sign_out(email: str) -> None:
    """End every session of an account."""
    _change(email, changes.sign_out_everywhere)
    click.echo(f"{email} is signed out everywhere.")


def add_user(email: str, name: str, roles: tuple[str, ...], provider: str | None, password: str) -> User:
    """Add an account to the session and return it. Raises ClickException, saying what is wrong, and adds nothing."""
    address = _checked(email, roles, provider)
    if problem := problem_with(password, User(email=address, name=name)):
        raise click.ClickException(problem)
    return changes.make_account(address, name.strip(), list(dict.fromkeys(roles)), provider, password)


def _checked(email: str, roles: tuple[str, ...], provider: str | None) -> str:
    """The address in small letters, once it and the rest fit."""
    address = clean_email(email)
    if address is None:
        raise click.ClickException(f"{email!r} is not an e-mail address")
    if changes.account_of(address) is not None:
        raise click.ClickException(f"there is an account {address} already")
    if provider is not None and db.session.get(Provider, provider) is None:
        raise click.ClickException(f"there is no provider {provider!r}")
    if provider is None and set(roles) & set(PROVIDERS) - {"administrator"}:
        raise click.ClickException("a worker or manager of a provider works for one: name it with --provider")
    if provider is not None and "commissioner" in roles:
        raise click.ClickException("a commissioner works for the council: leave --provider out")
    return address


def _change(email: str, change: Callable[[User], object]) -> None:
    found = changes.account_of(email)
    if found is None:
        raise click.ClickException(f"there is no account {email}")
    try:
        change(found)
    except changes.Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
