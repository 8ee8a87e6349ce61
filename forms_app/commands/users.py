"""users."""

import click


@click.command("user")
def user() -> None:
    """To be replaced."""
