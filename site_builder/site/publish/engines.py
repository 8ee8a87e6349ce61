"""The two programs that turn the tree into a site, each run in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from site_builder.site.errors import SiteError

Engine = Literal["mkdocs", "zensical"]


def run_engine(engine: Engine, config: Path, release_date: str) -> None:
    """Build the site that `config` describes. Raises SiteError with the engine's own words when it stops."""
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        # Sitemaps carry the release's date, not the machine's clock, so the same evidence gives the same bytes.
        "SOURCE_DATE_EPOCH": str(_epoch(release_date)),
    }
    arguments = ["build", "--strict", "-f", config.name]
    if engine == "mkdocs":
        # Not --quiet: MkDocs counts for --strict only the warnings it prints.
        arguments.append("--clean")
    done = subprocess.run(
        [sys.executable, "-m", engine, *arguments],
        cwd=config.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-4000:]
        raise SiteError(f"{engine} could not build the site. The last site stays up. It said:\n{said}")


def _epoch(release_date: str) -> int:
    try:
        day = datetime.fromisoformat(release_date)
    except ValueError as error:
        raise SiteError(f"The release date {release_date!r} is not a date. Write it as 2026-09-01.") from error
    return int(day.replace(tzinfo=UTC).timestamp())
