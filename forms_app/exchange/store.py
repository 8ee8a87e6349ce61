"""Writing checked rows: new ones inserted, changed ones updated, the rest left alone."""

from typing import Any, Protocol

from sqlalchemy import Connection, Insert, or_

from forms_app.database import Base, insert_into
from forms_app.exchange.layout import Values

BATCH = 2_000


class Writer(Protocol):
    """Takes the good rows of one file. `changed` counts the rows that were new or differed, once `finish` was called."""

    @property
    def changed(self) -> int: ...

    def take(self, values: Values) -> None: ...

    def finish(self) -> None: ...


def upsert(
    connection: Connection, model: type[Base], key: tuple[str, ...], names: list[str], new_only: frozenset[str]
) -> Insert:
    """A statement that inserts rows of `names`, or updates those that differ in one of them.

    Columns that are not named, or in `new_only`, are left alone in rows that exist. A record that two people may edit
    gets its next version, so that whoever has it open is told.
    """
    table: Any = model.__table__
    insert = insert_into(connection, table)
    compared = [name for name in names if name not in key and name not in new_only]
    if not compared:
        return insert.on_conflict_do_nothing(index_elements=list(key))
    changes: dict[str, Any] = {name: insert.excluded[name] for name in compared}
    counter = model.__mapper__.version_id_col
    if counter is not None:
        changes[counter.name] = table.c[counter.name] + 1
    differs = or_(*(table.c[name].is_distinct_from(insert.excluded[name]) for name in compared))
    return insert.on_conflict_do_update(index_elements=list(key), set_=changes, where=differs)


class TableWriter:
    """Rows of one file into the table of the same columns, in batches."""

    def __init__(
        self,
        connection: Connection,
        model: type[Base],
        key: tuple[str, ...],
        names: list[str],
        new_only: frozenset[str] = frozenset(),
    ) -> None:
        self.changed = 0
        self._connection = connection
        self._statement = upsert(connection, model, key, names, new_only).execution_options(preserve_rowcount=True)
        self._batch: list[Values] = []

    def take(self, values: Values) -> None:
        self._batch.append(values)
        if len(self._batch) >= BATCH:
            self.finish()

    def finish(self) -> None:
        if self._batch:
            self.changed += self._connection.execute(self._statement, self._batch).rowcount
            self._batch = []
