"""`carer-outcomes import` and `export`: the CSV files that records come in and go out by."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from forms_app.exchange.exporting import export_folder
from forms_app.exchange.files import BY_NAME
from forms_app.exchange.importing import Folder, NothingToImport, Outcome, import_folder, open_folder
from forms_app.exchange.problems import counted
from forms_app.exchange.rejects import Rejects

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("import")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--check", "check_only", is_flag=True, help="Report what is wrong and stop; import nothing.")
@click.option(
    "--rejects",
    "rejects_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Import the good rows, and write the bad ones with their reasons to files in this folder.",
)
@with_appcontext
def import_(folder: Path, check_only: bool, rejects_folder: Path | None) -> None:
    """Import the CSV files in DIR: all of their rows, or none if one is wrong."""
    if check_only and rejects_folder:
        raise click.UsageError("Use --check or --rejects, not both: --check imports nothing.")
    if rejects_folder and any((rejects_folder / name).exists() for name in BY_NAME):
        raise click.UsageError(f"{rejects_folder} holds files of this kind already; name an empty folder for --rejects.")
    try:
        opened = open_folder(folder)
    except NothingToImport as error:
        raise click.ClickException(str(error)) from None
    for warning in opened.report.warnings:
        click.echo(f"Warning: {warning}", err=True)
    with ExitStack() as stack:
        rejects = stack.enter_context(Rejects(rejects_folder)) if rejects_folder else None
        try:
            outcome = import_folder(opened, check_only=check_only, rejects=rejects, progress=_Bars(stack, opened).of)
        except (OperationalError, OSError) as error:
            cause = error.orig if isinstance(error, OperationalError) else error
            raise click.ClickException(f"Nothing was imported, because the work was cut short: {cause}") from None
    _say(outcome, opened, rejects_folder)


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export(folder: Path) -> None:
    """Write all records to CSV files in DIR, which `import` can read."""
    with _spinner() as progress:
        counts = export_folder(folder, progress)
    click.echo(f"Exported {counted(sum(counts.values()), 'row')} to {counted(len(counts), 'file')} in {folder}.")


def _say(outcome: Outcome, folder: Folder, rejects_folder: Path | None) -> None:
    report = outcome.report
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if not outcome.imported:
        if report.problems:
            click.echo(f"{report.closing_line()} Nothing was imported.", err=True)
            sys.exit(1)
        click.echo(f"{counted(folder.rows, 'row')} checked, no problems. Nothing was imported.")
        return
    for count in outcome.counts:
        click.echo(f"{count.file}: {counted(count.rows, 'row')}, {count.changed:,} new or changed")
    rows, changed = (sum(getattr(count, name) for count in outcome.counts) for name in ("rows", "changed"))
    click.echo(f"Imported {counted(rows, 'row')}; {changed:,} of them new or changed.")
    if report.problems:
        left = (
            f"{counted(outcome.rejected_rows, 'row')} not imported: correct the files in {rejects_folder}, then import them"
        )
        click.echo(f"{report.closing_line()} {left}.", err=True)


class _Bars:
    """A progress bar for each file in turn, on a terminal only."""

    def __init__(self, stack: ExitStack, folder: Folder) -> None:
        self._stack = stack
        self._rows = {file.name: sheet.rows for file, sheet in folder.sheets}
        self._bar: Any = None
        stack.callback(self._close)

    def of(self, name: str) -> Callable[[], None]:
        self._close()
        if not sys.stderr.isatty() or not self._rows[name]:
            return _nothing
        self._bar = click.progressbar(length=self._rows[name], label=name.ljust(18), file=sys.stderr, update_min_steps=1000)
        self._bar.__enter__()
        bar = self._bar
        return lambda: bar.update(1)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


@contextmanager
def _spinner() -> Iterator[Callable[[str], Callable[[], None]]]:
    """Says which file is being written, on a terminal only."""

    def of(name: str) -> Callable[[], None]:
        if sys.stderr.isatty():
            click.echo(f"Writing {name}", err=True)
        return _nothing

    yield of


def _nothing() -> None:
    """No progress to show."""
