"""commands."""
import click


@click.command()
def evidence() -> None:
    """To be replaced."""


@click.command()
def site() -> None:
    """To be replaced."""


@click.command()
def demo() -> None:
    """To be replaced."""
