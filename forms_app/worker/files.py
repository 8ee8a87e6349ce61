"""Where files that were made for staff lie until they are fetched."""

from pathlib import Path

from flask import current_app


def files_folder(part: str = "") -> Path:
    """HOME/files, or a folder below it; only the service can read it, and it is made where it is missing."""
    folder = Path(current_app.config["HOME"]) / "files"
    for one in (folder, folder / part):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / part


def write_private(path: Path, content: bytes) -> None:
    """Write a file that nobody but the service can read, from its first byte on."""
    path.touch(mode=0o600)
    path.write_bytes(content)
