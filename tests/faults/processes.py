"""A real server in a process of its own, which can be killed as the power cuts it off."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.databases import SECRETS, TODAY

KILLS = [
    "the server is killed between two pages",
    "the server is killed while it saves",
]
PATIENCE = 60.0


@contextmanager
def server(database_url: str, home: Path, definitions: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The production server at a free port, and its process; killed at the end if it is still there."""
    port = free_port()
    settings = {
        "HOME": home,
        "DATABASE_URL": database_url,
        "DEFINITIONS": definitions,
        "TODAY": TODAY.isoformat(),
        "SECRET_KEY": SECRETS["SECRET_KEY"],
        "PASSWORD_SALT": SECRETS["PASSWORD_SALT"],
        "ENCRYPTION_KEYS": " ".join(SECRETS["ENCRYPTION_KEYS"]),
    }
    command = [
        sys.executable,
        "-c",
        "from forms_app.cli import main; main()",
        "serve",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
    ]
    process = subprocess.Popen(
        command,
        env={**os.environ, **{f"CARER_OUTCOMES_{name}": str(value) for name, value in settings.items()}},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=(home.parent / "server.log").open("ab"),
    )
    try:
        _wait_for(port, process)
        yield port, process
    finally:
        kill(process)


def free_port() -> int:
    """A port of this machine that nothing listens at."""
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        return int(finder.getsockname()[1])


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the server and its workers at once, as a power cut would."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not start")
