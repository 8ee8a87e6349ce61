"""The manifest: what a file of answers must hold, so that anybody can tell whether it still does."""

import hashlib
import json
from pathlib import Path
from typing import IO, Any

from forms_app.keyed_hash import keyed_hash

NAME = "manifest.json"
FORMAT = "carer-outcomes results 1"
PIECE = 1 << 20


def seal_of(manifest: dict[str, Any]) -> str:
    """A keyed hash of all the manifest says: only this service can make it."""
    content = {name: value for name, value in manifest.items() if name != "seal"}
    return keyed_hash(json.dumps(content, sort_keys=True, ensure_ascii=False), "results manifest")


def sealed(manifest: dict[str, Any]) -> str:
    """The manifest as text, with its seal."""
    return json.dumps(manifest | {"seal": seal_of(manifest)}, indent=1, ensure_ascii=False)


def checksum(file: IO[bytes]) -> str:
    """SHA-256 of what is left of an open file, 64 hex digits."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def described(path: Path) -> dict[str, Any]:
    """A file's size and checksum, as the manifest holds them."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": checksum(file)}
