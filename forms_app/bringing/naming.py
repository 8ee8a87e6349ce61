"""What imports hold of one person: found, given with their copy, and taken out when they are erased."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forms_app.bringing.kept import CHECKED, MAPPED, SAME, UPLOADED
from forms_app.models.rights import GuidedImport


@dataclass(frozen=True)
class Naming:
    """By what a person is known in files: their reference, and the words of their name and contact details, small."""

    provider: str
    person: str
    words: tuple[str, ...]

    def in_text(self, text: Any) -> bool:
        """Whether a text names them. A reference of digits alone must be all of it: 12 is also a day."""
        if not isinstance(text, str):
            return False
        small = text.casefold()
        if small.strip() == self.person.casefold() or any(one in small for one in self.words):
            return True
        if self.person.isdigit():
            return False
        return bool(re.search(rf"(?<![\w.-]){re.escape(self.person)}(?![\w.-])", text, re.IGNORECASE))


def rows_naming(record: GuidedImport, naming: Naming) -> list[dict[str, Any]]:
    """The rows of an import that are about them, by column, and what the means of undoing it hold of them."""
    if not _may_name(record, naming):
        return []
    found: list[dict[str, Any]] = []
    content = _content(record)
    if content is None:
        return [{"content": record.content}]
    for file in content["files"]:
        for number, cells in file["rows"]:
            if _row_names(file, cells, naming):
                row = {"file": file["name"], "row": number, "cells": dict(zip(file["header"], cells, strict=False))}
                found.append(row | {"corrected": file["fixed"].get(str(number), {})})
    for part in json.loads(record.undo or "[]"):
        for entry in part["entries"]:
            if _entry_names(entry, naming):
                found.append({"file": part["kind"], "key": entry["k"], "before": entry["was"]})
    return found


def names(record: GuidedImport, naming: Naming) -> bool:
    """Whether an import holds anything of theirs."""
    return _may_name(record, naming) and bool(rows_naming(record, naming) or _rest_names(record, naming))


def take_out(record: GuidedImport, naming: Naming) -> bool:
    """Take everything of theirs out of an import; False where it can't be told apart, so that all of it has to go."""
    content = _content(record)
    if content is None:
        return False
    for place, file in enumerate(content["files"]):
        gone = {number for number, cells in file["rows"] if _row_names(file, cells, naming)}
        file["rows"] = [row for row in file["rows"] if row[0] not in gone]
        file["out"] = [number for number in file["out"] if number not in gone]
        file["fixed"] = {number: cells for number, cells in file["fixed"].items() if int(number) not in gone}
        content["faults"] = [one for one in content["faults"] if one[0] != place or one[1] not in gone]
    content["alike"] = [one for one in content["alike"] if not naming.in_text(one)]
    content["left"] = [one for one in content["left"] if not any(map(naming.in_text, one))]
    content["turn"] += 1
    record.content = json.dumps(content, ensure_ascii=False)
    if record.undo is not None:
        undo = json.loads(record.undo)
        for part in undo:
            part["entries"] = [one for one in part["entries"] if not _entry_names(one, naming)]
        record.undo = json.dumps(undo, ensure_ascii=False)
    if record.state in (MAPPED, CHECKED):
        record.state = UPLOADED
    return not names(record, naming)


def _row_names(file: dict[str, Any], cells: list[str], naming: Naming) -> bool:
    if not any(map(naming.in_text, cells)):
        return False
    where = file["columns"].get("provider", "")
    if where.isdigit():
        return cells[int(where)] in ("", naming.provider)
    return not where.startswith(SAME) or where == SAME + naming.provider


def _entry_names(entry: dict[str, Any], naming: Naming) -> bool:
    key, was = entry["k"], entry["was"] or {}
    of_another = len(key) > 1 and isinstance(key[0], str) and key[0] != naming.provider
    return not of_another and (any(map(naming.in_text, (entry.get("who"), *key))) or any(map(naming.in_text, _texts(was))))


def _content(record: GuidedImport) -> dict[str, Any] | None:
    """An import's content; None where it is not as we keep it, and can only be looked at as a whole."""
    try:
        plain = json.loads(record.content)
    except ValueError:
        return None
    return plain if isinstance(plain, dict) and "files" in plain else None


def _may_name(record: GuidedImport, naming: Naming) -> bool:
    """Whether their marks are anywhere in an import: soon said of one that is large and has none."""
    text = (record.content + (record.undo or "")).casefold()
    marks = (naming.person.casefold(), *naming.words)
    return any(json.dumps(one, ensure_ascii=False)[1:-1] in text for one in marks)


def _rest_names(record: GuidedImport, naming: Naming) -> bool:
    content = _content(record)
    if content is None:
        return True
    for file in content["files"]:
        file["rows"] = []
    return any(map(naming.in_text, _texts(content)))


def _texts(plain: Any) -> Iterator[str]:
    """Every text within lists and objects, the names of their parts too."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for name, one in plain.items():
            yield str(name)
            yield from _texts(one)
    elif isinstance(plain, list):
        for one in plain:
            yield from _texts(one)
