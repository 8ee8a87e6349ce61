"""YAML that remembers on which line each field stands."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Finding:
    """Something wrong, or worth asking, in a definition: where, what, and how grave.

    `grave` findings are errors and stop everything; the others are the linter's questions, which a recorded
    reading can answer. `code` names the kind of finding.
    """

    file: str
    line: int
    field: str
    message: str
    code: str = "invalid"
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or '(top)'}: {self.message}"


class DefinitionError(Exception):
    """Definitions can't be used. `findings` says why, each with file, line and field."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


@dataclass(frozen=True)
class Document:
    """One YAML file as data, with the line of each field."""

    file: str
    data: Any
    lines: dict[FieldPath, int]

    def line(self, path: FieldPath) -> int:
        """The line of a field, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_marked(path: Path, name: str) -> Document:
    """Read a YAML file; `name` is how messages call it. Raises DefinitionError for text that is not YAML."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise DefinitionError([Finding(name, line, "", f"not YAML: {error.problem}", "not-yaml")]) from None
    except UnicodeDecodeError:
        raise DefinitionError([Finding(name, 1, "", "not UTF-8 text", "not-yaml")]) from None
    if node is None:
        raise DefinitionError([Finding(name, 1, "", "the file is empty", "not-yaml")])
    lines: dict[FieldPath, int] = {}
    repeated: list[Finding] = []
    data = _build(node, (), lines, repeated, name)
    if repeated:
        raise DefinitionError(repeated)
    return Document(name, data, lines)


def _build(node: yaml.Node, path: FieldPath, lines: dict[FieldPath, int], repeated: list[Finding], name: str) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node)
            lines[(*path, key)] = key_node.start_mark.line + 1
            if key in result:
                message = "this key stands twice; only one can count"
                repeated.append(Finding(name, key_node.start_mark.line + 1, dotted((*path, key)), message, "repeated-key"))
            result[key] = _build(value_node, (*path, key), lines, repeated, name)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, number), lines, repeated, name) for number, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    return yaml.CSafeLoader("").construct_object(node, deep=True)


def dotted(path: FieldPath) -> str:
    """A field's path as people write it: `measures[3].formula`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
