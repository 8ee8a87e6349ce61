"""datapackage.json: what the folder says it holds, checked against what it holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from site_builder.site.errors import EvidenceError

DESCRIPTOR = "datapackage.json"


def read_package(folder: Path) -> dict[str, Any]:
    """The descriptor of `folder`, a Frictionless data package.

    Raises EvidenceError when the folder or descriptor is missing or broken, a file is missing, was changed since
    it was described, or is not described.
    """
    path = folder / DESCRIPTOR
    if not path.is_file():
        raise EvidenceError([f"{path} is missing. Make the folder with: carer-outcomes evidence --out {folder}"])
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise EvidenceError([f"{DESCRIPTOR}: not readable as JSON ({error})"]) from error
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        raise EvidenceError([f"{DESCRIPTOR}: has no list of resources"])
    faults, described = _check_resources(folder, package["resources"])
    for found in sorted([*folder.glob("*.csv"), *folder.glob("stories/*.md")]):
        name = found.relative_to(folder).as_posix()
        if name not in described:
            faults.append(f"{name}: is in the folder but {DESCRIPTOR} does not list it")
    if faults:
        raise EvidenceError(faults)
    return package


def resource_columns(package: Mapping[str, Any], name: str) -> list[str] | None:
    """The column names declared for the file `name`, or None where none are declared."""
    for resource in package["resources"]:
        if resource.get("path") == name:
            fields = (resource.get("schema") or {}).get("fields")
            return [str(column.get("name")) for column in fields] if fields else None
    return None


def _check_resources(folder: Path, resources: list[Any]) -> tuple[list[str], set[str]]:
    faults: list[str] = []
    described: set[str] = set()
    for resource in resources:
        paths = resource.get("path") if isinstance(resource, dict) else None
        for name in [paths] if isinstance(paths, str) else paths or []:
            described.add(name)
            fault = _check_file(folder, name, resource)
            if fault:
                faults.append(fault)
    return faults, described


def _check_file(folder: Path, name: str, resource: Mapping[str, Any]) -> str | None:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        return f"{name}: is outside the evidence folder"
    if not path.is_file():
        return f"{name}: is listed in {DESCRIPTOR} but missing"
    declared = str(resource.get("hash") or "")
    if not declared:
        return f"{name}: {DESCRIPTOR} gives no checksum for it"
    algorithm, _, digest = declared.rpartition(":")
    try:
        actual = hashlib.new(algorithm or "md5", path.read_bytes()).hexdigest()
    except ValueError:
        return f"{name}: its checksum is of an unknown kind, {algorithm!r}"
    if actual != digest:
        return f"{name}: has changed since its checksum was written. Make the evidence again"
    return None
