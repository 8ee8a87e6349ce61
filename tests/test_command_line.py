"""The console script: one group, with the commands of all three packages."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click

from forms_app.cli import cli
from tests.faults.processes import free_port, kill
from tests.support.databases import copy_sqlite

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


def test_run_serves_until_it_is_stopped(tmp_path: Path) -> None:
    port = free_port()
    address = copy_sqlite(tmp_path / "run.sqlite")
    given = {"CARER_OUTCOMES_HOME": str(tmp_path), "CARER_OUTCOMES_DATABASE_URL": address}
    command = [sys.executable, "-c", "from forms_app.cli import main; main()", "run", "--port", str(port)]
    # Its reloader has a process of its own.
    served = subprocess.Popen(command, env=os.environ | given, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        assert _answers(port, served)
    finally:
        kill(served)


def _answers(port: int, served: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until and served.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=20) as page:
            return page.status == 200
        time.sleep(0.2)
    return False
