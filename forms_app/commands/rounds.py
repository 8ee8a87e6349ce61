"""rounds."""

import click


@click.command("round")
def round_() -> None:
    """To be replaced."""
