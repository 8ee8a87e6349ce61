"""`carer-outcomes check`: load and lint a folder of definitions."""

from dataclasses import replace
from pathlib import Path

import click

from forms_app.commands.check_translations import (
    record_translated,
    show_missing,
    show_translations,
    wrong_with_languages,
)
from surveys.check import Report
from surveys.check import check as check_definitions
from surveys.code_listing import code_listing
from surveys.library import SHIPPED
from surveys.schemas import write_schemas


@click.command()
@click.argument("directory", required=False, default=SHIPPED, type=click.Path(path_type=Path))
@click.option("--codes", is_flag=True, help="List every code, column, field, measure and question, and check nothing.")
@click.option(
    "--schemas",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the JSON Schema files for your editor into this folder, and check nothing.",
)
@click.option("--missing", metavar="LANGUAGE", help="List all that this language lacks, such as ur, and check nothing.")
@click.option(
    "--translated",
    metavar="LANGUAGE",
    help="Record that this language is translated from the English as it is now, and check nothing.",
)
def check(directory: Path, codes: bool, schemas: Path | None, missing: str | None, translated: str | None) -> None:
    """Check the definitions in DIRECTORY (those that came with the program, if you name none).

    Every error is shown as `file:line: field: message`, and makes the command end with 1. Questions to the source
    don't: they are shown with the reading that answers them, or as open. How much each language translates is told,
    and what it lacks is no error.
    """
    if schemas:
        for path in write_schemas(schemas):
            click.echo(f"Wrote {path}")
        return
    report = check_definitions(directory)
    if codes:
        _refuse_what_cannot_be_listed(report)
        click.echo(code_listing(report.library))
        return
    if missing or translated:
        _refuse_what_cannot_be_listed(report)
        if missing:
            show_missing(directory, report.library, missing)
        if translated:
            record_translated(directory, report.library, translated)
        return
    report = replace(report, errors=(*report.errors, *wrong_with_languages(report.library)))
    _show(report)
    if not report.passes:
        raise SystemExit(1)


def _refuse_what_cannot_be_listed(report: Report) -> None:
    if report.unchecked:
        for error in report.errors:
            click.echo(str(error), err=True)
        raise SystemExit(1)


def _show(report: Report) -> None:
    # Errors come last, where a terminal shows them.
    if report.answered:
        click.echo("Questions that a reading answers:")
        for entry in report.answered:
            click.echo(f"  {entry.finding} [{entry.finding.code}]")
            click.echo(f"    {entry.reading.id}: {' '.join(entry.reading.text.split())}")
        click.echo()
    if report.questions:
        click.echo("Open questions. Record a reading that answers each (readings: answers):")
        for question in report.questions:
            click.echo(f"  {question} [{question.code}]")
        click.echo()
    show_translations(report.directory, report.library)
    for error in report.errors:
        click.echo(str(error))
    if report.errors:
        click.echo()
    if report.unchecked:
        click.echo("Put these errors right and check again: what depends on these files has not been checked yet.")
    click.echo(report.summary())
