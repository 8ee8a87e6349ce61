"""The console script: one group, with the commands of all three packages."""

import subprocess
import sys

import click

from forms_app.cli import cli

COMMANDS = {"check", "db", "demo", "evidence", "export", "import", "round", "run", "serve", "site", "user", "worker"}


def test_the_commands_of_all_packages_are_there() -> None:
    context = click.Context(cli)
    assert set(cli.list_commands(context)) >= COMMANDS
    assert all(cli.get_command(context, name) for name in COMMANDS)
    assert cli.get_command(context, "no-such-command") is None


def test_a_web_worker_does_not_load_what_only_the_builder_needs() -> None:
    code = "import sys, forms_app.cli; print(sorted({'pandas', 'scipy', 'mkdocs'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
