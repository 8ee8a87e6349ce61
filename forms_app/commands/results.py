"""`carer-outcomes results check`: is a file of answers whole, and as it was made?"""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from forms_app.results.export.checking import faults_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def results() -> None:
    """Files of answers that were made on the results pages."""


@results.command()
@click.argument("file", metavar="FILE.zip", type=FILE)
@click.option("--other-service", is_flag=True, help="Another service made it: leave out its seal, check all the rest.")
@with_appcontext
def check(file: Path, other_service: bool) -> None:
    """Read a file back and compare it with its manifest: rows, columns, every count, every checksum, the seal."""
    faults = faults_of(file, other_service=other_service)
    for fault in faults:
        click.echo(f"{file.name}: {fault}", err=True)
    if faults:
        sys.exit(1)
    click.echo(f"{file.name} is whole and as it was made.")
