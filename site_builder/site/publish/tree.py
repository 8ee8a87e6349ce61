"""The Markdown tree on disk: written only where bytes change, so a rebuild touches what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder.site.errors import SiteError


def read_docs(docs: Path, excluded: Iterable[str]) -> dict[str, bytes]:
    """The hand-written pages and styles under `docs`, without the folders the configuration excludes."""
    if not docs.is_dir():
        raise SiteError(f"The folder of hand-written pages, {docs}, is missing.")
    prefixes = tuple(line.strip().strip("/") + "/" for line in excluded if line.strip())
    found = {}
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if path.is_file() and not hidden and not name.startswith(prefixes):
            found[name] = path.read_bytes()
    return found


def merge(written: Mapping[str, bytes], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Hand-written and generated files together; raises SiteError where both want a path."""
    twice = sorted(set(written) & set(made))
    if twice:
        raise SiteError(f"docs/{twice[0]} is hand-written, but the site makes a page of that name. Rename it.")
    return {**written, **made}


def write_tree(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Make `root` hold exactly `files`. Returns the paths written or removed, in order."""
    touched = []
    for path in sorted(root.rglob("*"), reverse=True):
        name = path.relative_to(root).as_posix()
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and name not in files:
            path.unlink()
            touched.append(name)
    for name, content in files.items():
        path = root / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        touched.append(name)
    return sorted(touched)
