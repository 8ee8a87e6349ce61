"""What a model refuses, said in words that the writer of a definition can act on."""

import difflib
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from surveys.marked_yaml import Document, FieldPath, Finding
from surveys.model import clocks, codes, framework, languages, measure, returns, source, survey

_KNOWN_KEYS = {
    name
    for module in (clocks, codes, framework, languages, measure, returns, source, survey)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
    for field, info in model.model_fields.items()
    for name in (info.alias or field,)
}


def plain_findings(error: ValidationError, document: Document) -> Iterator[Finding]:
    """One finding for each thing the model refused, with the line of the field as written."""
    for problem in error.errors():
        path = _path_in(document.data, problem["loc"])
        code = "unknown-key" if problem["type"] == "extra_forbidden" else "invalid"
        yield document.finding(path, _plain(problem), code)


def _path_in(data: Any, location: tuple[int | str, ...]) -> FieldPath:
    """The part of a model's location that stands in the data, or would: the names of union branches left out."""
    path: list[int | str] = []
    for number, part in enumerate(location):
        inside = _inside(data, part)
        if inside:
            data = inside[0]
        elif isinstance(data, dict) and number == len(location) - 1 and isinstance(part, str):
            return (*path, part)
        else:
            continue
        path.append(part)
    return tuple(path)


def _inside(data: Any, part: int | str) -> list[Any]:
    """What stands under `part` of a mapping or a list, in a list of one; an empty list where nothing does."""
    if isinstance(data, dict):
        return [data[part]] if part in data else []
    return data[part : part + 1] if isinstance(data, list) and isinstance(part, int) else []


def _plain(problem: Any) -> str:
    kind, found, last = problem["type"], problem["input"], str(problem["loc"][-1]) if problem["loc"] else ""
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(last, sorted(_KNOWN_KEYS), n=1)
        return f"this key is not known here; is it misspelt?{f' Perhaps {near[0]!r}' if near else ''}"
    if kind == "missing":
        return "this key is missing"
    if kind == "literal_error" and last in ("interval", "also"):
        return f"{found!r} does not divide the year into equal parts of a kind known here; use {_choices(problem)}"
    if kind == "literal_error":
        return f"must be {_choices(problem)} (found {found!r})"
    if kind == "string_type" and isinstance(found, bool):
        return f"yes and no without quotation marks are read as true and false; write {'yes' if found else 'no'!r}"
    if kind == "string_type" and not isinstance(found, dict | list | None):
        return f"must be text; put it in quotation marks (found {found})"
    if kind == "string_pattern_mismatch":
        return f"must be letters, digits, '-' and '_', starting with a letter or digit (found {found!r})"
    if kind == "dict_type":
        return "must be keys with values, such as {1: 16, 2: 17}"
    if kind == "list_type":
        return "must be a list: [one, two], or a line each beginning with '-'"
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{message} (found {found!r})" if isinstance(found, str | int | float) else message


def _choices(problem: Any) -> str:
    return str(problem["ctx"]["expected"])
