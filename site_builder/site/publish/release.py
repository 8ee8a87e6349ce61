"""Putting a finished build where readers see it, in one step."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_builder.site.errors import SiteError


def workshop_of(out: Path) -> Path:
    """The hidden folder beside `out` that holds its Markdown tree and its releases."""
    return out.parent / f".{out.name}.site"


@contextmanager
def only_builder(workshop: Path) -> Iterator[None]:
    """Hold the workshop; raises SiteError when another build holds it."""
    workshop.mkdir(parents=True, exist_ok=True)
    with (workshop / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SiteError("Another build of this site is running. Wait for it to end, then try again.") from error
        yield


def check_place(out: Path) -> None:
    """Raises SiteError when `out` is something this command did not put there and would have to destroy."""
    if out.is_symlink() or not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    raise SiteError(f"{out} already holds something that is not a site built here. Move it, or name another folder.")


def swap(out: Path, workshop: Path, built: Path) -> Path:
    """Make `out` point to `built`, kept under the checksum of its bytes; the release before stays, older ones go.

    Readers see the old site or the new one, never a half: a symbolic link is replaced in one step.
    """
    releases = workshop / "releases"
    releases.mkdir(exist_ok=True)
    release = releases / checksum(built)[:16]
    before = Path(os.path.realpath(out)) if out.is_symlink() else None
    if release.exists():
        shutil.rmtree(built)
    else:
        built.rename(release)
    if out.is_dir() and not out.is_symlink():
        out.rmdir()
    link = workshop / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(release.resolve(), out.parent.resolve()))
    os.replace(link, out)
    for old in releases.iterdir():
        if old.resolve() not in {release.resolve(), before}:
            shutil.rmtree(old)
    return release


def checksum(folder: Path) -> str:
    """One SHA-256 over every path and every byte of `folder`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
