"""YAML that remembers on which line each field stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

FieldPath = tuple[str | int, ...]
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong, or worth asking, in a definition: where, what, and how grave.

    `grave` findings are errors and stop everything; the others are the linter's questions, which a recorded
    reading can answer. `code` names the kind of finding; `subject` is the id of the measure, question or instrument
    that it is about, or "".
    """

    file: str
    line: int
    field: str
    message: str
    code: str = "invalid"
    grave: bool = True
    subject: str = ""

    def __str__(self) -> str:
        about = f" ({self.subject})" if self.subject else ""
        return f"{self.file}:{self.line}: {self.field or '(top)'}{about}: {self.message}"


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings, and make one of those that say the same of one place (a family's template, made many times)."""
    subjects: dict[Finding, list[str]] = {}
    for finding in sorted(set(findings)):
        subjects.setdefault(replace(finding, subject=""), []).append(finding.subject)
    return [replace(finding, subject=_together(names)) for finding, names in subjects.items()]


def _together(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


class DefinitionError(Exception):
    """Definitions can't be used. `findings` says why, each with file, line and field."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = merged(findings)
        super().__init__("\n".join(map(str, self.findings)))


@dataclass(frozen=True)
class Document:
    """Data as written in YAML, with the line of each field.

    `origins` says where made data was written (a family's measure: its template), `files` which parts of the data
    stand in another file than `file`.
    """

    file: str
    data: Any
    lines: dict[FieldPath, int]
    origins: dict[FieldPath, FieldPath] = field(default_factory=dict)
    files: dict[FieldPath, str] = field(default_factory=dict)

    def line(self, path: FieldPath) -> int:
        """The line of a field, or of the nearest thing around it."""
        written = self.written(path)
        while written and written not in self.lines:
            written = written[:-1]
        return self.lines.get(written, 1)

    def written(self, path: FieldPath) -> FieldPath:
        """Where the data at `path` was written: `path` itself, unless it was made."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                return (*self.origins[path[:length]], *path[length:])
        return path

    def finding(self, path: FieldPath, message: str, code: str = "invalid", *, grave: bool = True) -> Finding:
        """A finding about the data at `path`, with its file, line and field as written, and the id it belongs to."""
        written = self.written(path)
        homes = [self.files[written[:n]] for n in range(len(written), 0, -1) if written[:n] in self.files]
        file = homes[0] if homes else self.file
        return Finding(file, self.line(path), dotted(written), message, code, grave, self._subject(path))

    def _subject(self, path: FieldPath) -> str:
        here = self.data
        for part in path[:2]:
            try:
                here = here[part]
            except (KeyError, IndexError, TypeError):
                return ""
        found = here.get("id", here.get("key")) if len(path) > 1 and isinstance(here, dict) else None
        return found if isinstance(found, str) else ""


def read_marked(path: Path, name: str) -> Document:
    """Read a YAML file; `name` is how messages call it. Raises DefinitionError for text that is not YAML."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise DefinitionError([Finding(name, line, "", f"not YAML: {error.problem}", "not-yaml")]) from None
    except yaml.YAMLError as error:
        raise DefinitionError([Finding(name, 1, "", f"not YAML: {error}", "not-yaml")]) from None
    except UnicodeDecodeError:
        raise DefinitionError([Finding(name, 1, "", "not UTF-8 text", "not-yaml")]) from None
    if node is None:
        raise DefinitionError([Finding(name, 1, "", "the file is empty", "not-yaml")])
    lines: dict[FieldPath, int] = {}
    repeated: list[Finding] = []
    try:
        data = _build(node, (), lines, repeated, name)
    except RecursionError:
        raise DefinitionError(
            [Finding(name, 1, "", "an alias (*) stands for something it is part of", "not-yaml")]
        ) from None
    if repeated:
        raise DefinitionError(repeated)
    return Document(name, data, lines)


def _build(node: yaml.Node, path: FieldPath, lines: dict[FieldPath, int], repeated: list[Finding], name: str) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node, path, name)
            lines[(*path, key)] = key_node.start_mark.line + 1
            if key in result:
                message = "this key stands twice; only one can count"
                repeated.append(Finding(name, key_node.start_mark.line + 1, dotted((*path, key)), message, "repeated-key"))
            result[key] = _build(value_node, (*path, key), lines, repeated, name)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, number), lines, repeated, name) for number, item in enumerate(node.value)]
    return _scalar(node, path, name)


def _scalar(node: yaml.Node, path: FieldPath, name: str) -> Any:
    try:
        if isinstance(node, yaml.ScalarNode):
            if node.tag == _TEXT:
                return node.value
            return yaml.constructor.SafeConstructor().construct_object(node, deep=True)
        message = "a key must be a word"
    except (ValueError, yaml.YAMLError):
        message = f"{node.value!r} can't be read; put it in quotation marks if it is meant as text"
    raise DefinitionError([Finding(name, node.start_mark.line + 1, dotted(path), message, "not-yaml")])


def dotted(path: FieldPath) -> str:
    """A field's path as people write it: `measures[3].formula`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
