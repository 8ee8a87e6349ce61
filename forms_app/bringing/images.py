"""What rows were before an import and what they are after it, so that it can be taken back."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, String, Table, and_, false, select, tuple_, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from forms_app.database import Base
from forms_app.encryption import EncryptedText
from forms_app.models.filing import FiledReturn, ReturnValue
from forms_app.models.responses import AnswerRow, Response

AT_ONCE = 400
Key = tuple[Any, ...]
Image = dict[str, Any]


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def restored(table: Table, name: str, value: Any) -> Any:
    """A value as its column takes it."""
    kind = table.c[name].type.python_type
    if value is None or not isinstance(value, str):
        return value
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


def print_of(image: Any) -> str:
    """By which it is known whether a row is still as the import left it."""
    return hashlib.sha256(json.dumps(image, sort_keys=True, default=plain).encode()).hexdigest()[:32]


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def images_of(connection: Connection, table: Table, key: tuple[str, ...], keys: list[Key]) -> dict[Key, Image]:
    """Rows by key. What is encrypted is left so: an import writes none of it, and it need only be compared."""
    columns: list[ColumnElement[Any]] = [
        type_coerce(column, String).label(column.name) if isinstance(column.type, EncryptedText) else column
        for column in table.c
    ]
    found: dict[Key, Image] = {}
    for start in range(0, len(keys), AT_ONCE):
        query = (
            select(*columns).where(among([table.c[name] for name in key], keys[start : start + AT_ONCE])).with_for_update()
        )
        for row in connection.execute(query):
            image = dict(row._mapping)
            found[tuple(image[name] for name in key)] = image
    return found


def among(columns: list[Any], keys: list[Key]) -> ColumnElement[bool]:
    """That columns are one of `keys`, said so that both engines find the rows by the index of the key."""
    parts: list[ColumnElement[bool]] = []
    several = 0
    for place, column in enumerate(columns):
        values = {key[place] for key in keys}
        several += len(values) > 1
        parts.append(column == next(iter(values)) if len(values) == 1 else column.in_(values))
    if several > 1:
        parts.append(tuple_(*columns).in_(keys))
    return and_(*parts) if keys else false()


def response_images(connection: Connection, keys: list[Key]) -> dict[Key, Image]:
    """Responses by key, each with all its answers."""
    found = images_of(connection, table_of(Response), ("response",), keys)
    for image in found.values():
        image["answers"] = []
    ids = [key[0] for key in keys]
    for start in range(0, len(ids), AT_ONCE):
        columns = (AnswerRow.response, AnswerRow.question, AnswerRow.item, AnswerRow.code, AnswerRow.number, AnswerRow.text)
        query = select(*columns).where(AnswerRow.response.in_(ids[start : start + AT_ONCE]))
        for response, *answer in connection.execute(query):
            found[(response,)]["answers"].append(list(answer))
    for image in found.values():
        image["answers"].sort(key=lambda one: (one[0], one[1]))
    return found


def return_images(connection: Connection, keys: list[Key]) -> dict[Key, Image]:
    """Filed returns by id, each with its values."""
    found = images_of(connection, table_of(FiledReturn), ("id",), keys)
    for image in found.values():
        image["values"] = []
    ids = [key[0] for key in keys]
    for start in range(0, len(ids), AT_ONCE):
        columns = (ReturnValue.filed_return_id, ReturnValue.field, ReturnValue.value, ReturnValue.note)
        query = select(*columns).where(ReturnValue.filed_return_id.in_(ids[start : start + AT_ONCE]))
        for number, *value in connection.execute(query):
            found[(number,)]["values"].append(list(value))
    for image in found.values():
        image["values"].sort(key=lambda one: str(one[0]))
    return found


def images(connection: Connection, kind: str, table: Table, key: tuple[str, ...], keys: list[Key]) -> dict[Key, Image]:
    """Rows of one of the files by the key that an undo knows them by."""
    if kind == "responses.csv":
        return response_images(connection, keys)
    if kind == "returns.csv":
        return return_images(connection, keys)
    return images_of(connection, table, key, keys)
