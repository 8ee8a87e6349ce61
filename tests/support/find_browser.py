"""Find a Chromium for the browser tests, or get one; say how to get one where that fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NONE = """No Chromium was found and none could be installed, so the browser tests can't run.
Install one, then run this again:
  Debian, Ubuntu:  sudo apt-get install chromium
  elsewhere:       .venv/bin/playwright install chromium
or name one in the environment variable CHROMIUM."""


def find() -> str | None:
    """The path of a browser: the one named by CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install Debian's browser when we may; else Playwright's own."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, **quiet)


if __name__ == "__main__":
    if find() is None:
        print("No Chromium yet: installing one for the browser tests …", flush=True)
        install()
    browser = find()
    if browser is None:
        sys.exit(NONE)
    print(f"Browser: {browser}")
