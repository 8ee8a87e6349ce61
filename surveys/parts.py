"""A definition written in several files: lists from `frameworks/<id>/*.yaml` join those of `frameworks/<id>.yaml`."""

from dataclasses import replace
from pathlib import Path

from surveys.marked_yaml import DefinitionError, Document, FieldPath, read_marked


def join_parts(document: Document, path: Path, root: Path) -> Document:
    """Join the files of the folder named like `path` to its document, in the order of their names.

    A part holds lists, which are added to, or keys that the main file leaves out. Raises DefinitionError for a part
    that is not a mapping or repeats a key that is no list. Findings keep the file and line of the part.
    """
    for part in sorted(path.with_suffix("").glob("*.yaml")):
        document = _joined(document, read_marked(part, str(part.relative_to(root))))
    return document


def _joined(main: Document, part: Document) -> Document:
    if not isinstance(part.data, dict) or not isinstance(main.data, dict):
        raise DefinitionError([part.finding((), "must be keys with their values, as the main file is")])
    data, lines, files = dict(main.data), dict(main.lines), dict(main.files)
    for key, value in part.data.items():
        before = data.get(key)
        if key in data and not (isinstance(before, list) and isinstance(value, list)):
            message = f"{main.file} has this key already, and only lists can be added to"
            raise DefinitionError([part.finding((key,), message, "repeated-key")])
        shift = len(before) if isinstance(before, list) else 0
        data[key] = [*before, *value] if isinstance(before, list) else value
        for place, line in part.lines.items():
            if place[:1] == (key,):
                lines.setdefault(_moved(place, shift), line)
        for number in range(len(value) if isinstance(value, list) else 0):
            files[key, shift + number] = part.file
        if not isinstance(value, list):
            files[key,] = part.file
    return replace(main, data=data, lines=lines, files=files)


def _moved(place: FieldPath, shift: int) -> FieldPath:
    return (place[0], place[1] + shift, *place[2:]) if len(place) > 1 and isinstance(place[1], int) else place
