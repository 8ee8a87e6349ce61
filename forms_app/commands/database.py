"""`carer-outcomes db`: bring the database's tables up to date."""

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import with_appcontext

from forms_app.migrations import SCRIPTS


def alembic_config() -> Config:
    """Alembic's settings for the app at work."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["app"] = current_app
    return config


def upgrade_database() -> None:
    """Bring the tables up to date; on an empty database, make them."""
    command.upgrade(alembic_config(), "head")


@click.group()
def db() -> None:
    """The database's tables."""


@db.command()
@with_appcontext
def upgrade() -> None:
    """Bring the tables up to date (on an empty database: make them)."""
    upgrade_database()
    click.echo("The database is up to date.")


@db.command()
@with_appcontext
def current() -> None:
    """Say which migration the database is at."""
    command.current(alembic_config(), verbose=True)


@db.command()
@click.argument("message")
@with_appcontext
def migrate(message: str) -> None:
    """Write a migration from the difference between tables and models (for developers)."""
    command.revision(alembic_config(), message=message, autogenerate=True)
