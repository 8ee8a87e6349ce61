"""`carer-outcomes user`: accounts of the people who sign in."""

import secrets
import sys

import click
from flask.cli import with_appcontext
from flask_security import hash_password
from sqlalchemy import func, select

from forms_app.database import db
from forms_app.models.accounts import ROLES, Role, User
from forms_app.models.records import Provider

SHORTEST_PASSWORD = 12


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
    db.session.commit()
    click.echo(f"Added {made.email}.")
    if not password_stdin:
        click.echo(f"Password (shown only now): {password}")


@user.command("list")
@with_appcontext
def list_() -> None:
    """List the accounts: address, name, roles, provider, whether in use."""
    for found in db.session.scalars(select(User).order_by(User.email)):
        roles = ",".join(sorted(role.name for role in found.roles))
        state = "in use" if found.active else "disabled"
        click.echo("\t".join([found.email, found.name, roles, found.provider or "-", state]))


@user.command()
@click.argument("email")
@with_appcontext
def disable(email: str) -> None:
    """Stop an account from signing in, and end its sessions at once."""
    found = _find(email)
    if found is None:
        raise click.ClickException(f"there is no account {email}")
    found.active = False
    found.fs_uniquifier = secrets.token_hex(32)
    db.session.commit()
    click.echo(f"{found.email} can no longer sign in.")


def add_user(email: str, name: str, roles: tuple[str, ...], provider: str | None, password: str) -> User:
    """Add an account to the session and return it. Raises ClickException, saying what is wrong, and adds nothing."""
    address = email.strip().lower()
    local, _, domain = address.partition("@")
    if not (local and "." in domain) or " " in address:
        raise click.ClickException(f"{email!r} is not an e-mail address")
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(f"the password needs at least {SHORTEST_PASSWORD} characters")
    if _find(address) is not None:
        raise click.ClickException(f"there is an account {address} already")
    if provider is not None and db.session.get(Provider, provider) is None:
        raise click.ClickException(f"there is no provider {provider!r}")
    if provider is None and set(roles) & {"support_worker", "duty_worker", "provider_manager"}:
        raise click.ClickException("a worker or manager of a provider works for one: name it with --provider")
    if provider is not None and "commissioner" in roles:
        raise click.ClickException("a commissioner works for the council: leave --provider out")
    made = User(
        email=address,
        name=name.strip(),
        provider=provider,
        password=hash_password(password),
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        roles=[_role(role) for role in dict.fromkeys(roles)],
    )
    db.session.add(made)
    db.session.flush()
    return made


def _role(name: str) -> Role:
    role = db.session.scalar(select(Role).where(Role.name == name))
    if role is None:
        role = Role(name=name)
        db.session.add(role)
        db.session.flush()
    return role


def _find(email: str) -> User | None:
    return db.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))
