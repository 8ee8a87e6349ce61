"""The console script `carer-outcomes`: Flask's own command group, with the commands of all three packages."""

import sys
from importlib.metadata import entry_points

import click
from flask.cli import FlaskGroup

from forms_app.app import create_app
from forms_app.commands import check, database, exchange, results, rights, rounds, serve, users, worker
from forms_app.settings import SettingError
from surveys.marked_yaml import DefinitionError

COMMANDS_OF_OTHERS = "carer_outcomes.commands"


class CommandsOfAll(FlaskGroup):
    """Our commands, and those of packages that forms_app must not import: these are found by name, when they are called.

    So a web worker never loads what only the builder needs.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *(found.name for found in entry_points(group=COMMANDS_OF_OTHERS))})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in self.commands:
            return self.commands[name]
        for found in entry_points(group=COMMANDS_OF_OTHERS, name=name):
            command: click.Command = found.load()
            return command
        return None


@click.group(cls=CommandsOfAll, create_app=create_app, add_default_commands=False, add_version_option=False)
def cli() -> None:
    """Surveys, reviews, returns and published evidence on what changes for carers."""


for command in (
    check.check,
    rights.audit,
    rights.erase,
    rights.find,
    rights.give,
    database.db,
    exchange.import_,
    exchange.export,
    results.results,
    rounds.round_,
    serve.run,
    serve.serve,
    users.user,
    worker.worker,
):
    cli.add_command(command)


def main() -> None:
    """Run the command; say what is wrong in plain words where the settings or definitions are."""
    try:
        cli.main(prog_name="carer-outcomes")
    except (SettingError, DefinitionError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
