"""check."""

import click


@click.command("check")
def check() -> None:
    """To be replaced."""
