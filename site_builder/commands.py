"""The builder's commands, found by name by the console script."""

import click

from site_builder.evidence.command import evidence
from site_builder.site.command import site

__all__ = ["demo", "evidence", "site"]


@click.command()
def demo() -> None:
    """To be replaced."""
