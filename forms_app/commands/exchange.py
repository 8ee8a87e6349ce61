"""exchange."""

import click


@click.command("import")
def import_() -> None:
    """To be replaced."""


@click.command("export")
def export() -> None:
    """To be replaced."""
