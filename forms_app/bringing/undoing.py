"""Taking an import back: rows that are still as it left them become what they were; others are left, and named.

Nothing is ever inserted into a table of records: whoever was erased since stays erased.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, ForeignKeyConstraint, Table, and_, delete, exists, insert, select, update

from forms_app.bringing.images import AT_ONCE, Image, Key, among, images, print_of, restored, table_of
from forms_app.bringing.writing import Entry
from forms_app.database import Base, db
from forms_app.exchange.files import BY_NAME
from forms_app.exchange.layout import File
from forms_app.models.filing import FiledReturn, ReturnValue
from forms_app.models.records import Person, Provider
from forms_app.models.responses import AnswerRow

CHANGED, NEWER, GONE = "changed", "newer", "gone"
"""Why a row is left: someone changed it since; newer records belong to it; what it referred to before is gone."""
PARTS = {"return_value", "answer"}
"""Tables whose rows are part of a row of the files, and in its image."""
DERIVED = {"person_mark"}
"""Tables that are made anew from the records: their rows go with them."""


@dataclass
class Part:
    """What is to be taken back of one file: its entries by key, and the rows as they are now."""

    file: File
    entries: dict[Key, Entry]
    now: dict[Key, Image]
    left: dict[Key, str] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return table_of(self.file.model)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that an entry's key is of."""
        return ("id",) if self.file.name == "returns.csv" else self.file.key

    def words(self, key: Key) -> str:
        """A row as its provider knows it."""
        if self.file.name == "returns.csv":
            image = self.now[key]
            return f"{image['framework']} {image['form']} {image['period_start']}"
        return " ".join(str(one) for one in (key[1:] if self.file.key[0] == "provider" and len(key) > 1 else key))


@dataclass
class Plan:
    """What taking an import back would do. Made in the transaction that it is done in: its rows are locked."""

    parts: list[Part]

    @property
    def left(self) -> list[tuple[str, str, str]]:
        """File, row and why, of what is left as it is."""
        return [(part.file.name, part.words(key), why) for part in self.parts for key, why in part.left.items()]

    @property
    def rows(self) -> int:
        """How many rows become what they were before."""
        return sum(key in part.now and key not in part.left for part in self.parts for key in part.entries)


def plan_undo(undo: list[dict[str, Any]]) -> Plan:
    """Look at every row of an import: what can be taken back, and what has to be left."""
    connection = db.session.connection()
    parts = []
    for one in undo:
        file = BY_NAME[one["kind"]]
        key = ("id",) if file.name == "returns.csv" else file.key
        table = table_of(file.model)
        entries = {tuple(restored(table, name, value) for name, value in zip(key, it["k"], strict=True)): it
                   for it in one["entries"]}  # fmt: skip
        parts.append(Part(file, entries, images(connection, file.name, table, key, list(entries))))
    own_rows = {part.table.name: part for part in parts}
    for part in parts:
        _leave_changed(part)
        _leave_dangling(connection, part)
        _leave_with_newer(connection, part, own_rows)
    _leave_what_belongs_together(parts)
    return Plan(parts)


def undo(plan: Plan) -> None:
    """Do it, in the transaction at work: what refers goes before what it refers to."""
    connection = db.session.connection()
    for part in reversed(plan.parts):
        wanted = [key for key in part.entries if key in part.now and key not in part.left]
        for key in wanted:
            if part.entries[key]["was"] is not None:
                _restore(connection, part, key)
        _delete(connection, part, [key for key in wanted if part.entries[key]["was"] is None])
    db.session.expire_all()


def _leave_changed(part: Part) -> None:
    for key, image in part.now.items():
        if print_of(image) != part.entries[key]["h"]:
            part.left[key] = CHANGED


def _leave_dangling(connection: Connection, part: Part) -> None:
    """A row that referred to a person or provider who is not there any more can't be put back."""
    for key, entry in part.entries.items():
        was = entry["was"] or {}
        if key not in part.now or not {"person", "provider"} & set(was):
            continue
        provider = was.get("provider", part.now[key].get("provider"))
        wanted = [exists().where(Provider.provider == provider)]
        if was.get("person"):
            wanted.append(exists().where(Person.provider == provider, Person.person == was["person"]))
        if not connection.scalar(select(and_(*wanted))):
            part.left[key] = GONE


def _leave_with_newer(connection: Connection, part: Part, own_rows: dict[str, Part]) -> None:
    new = [key for key in part.now if part.entries[key]["was"] is None]
    if part.file.name == "returns.csv":
        _leave_corrected(connection, part, new)
        return
    for table, columns in _referring(part):
        for start in range(0, len(new), AT_ONCE):
            primary = list(table.primary_key.columns)
            query = select(*columns, *primary).where(among(columns, new[start : start + AT_ONCE]))
            for row in connection.execute(query):
                parent, child = tuple(row[: len(columns)]), tuple(row[len(columns) :])
                if not _goes_too(own_rows.get(table.name), [one.name for one in primary], child):
                    part.left.setdefault(parent, NEWER)


def _goes_too(part: Part | None, primary: list[str], child: Key) -> bool:
    """Whether a row that refers to another came by the same import, and so goes or changes with it."""
    if part is None or set(primary) != set(part.key):
        return False
    entry = part.entries.get(tuple(child[primary.index(name)] for name in part.key))
    return entry is not None and (entry["was"] is None or bool({"person", "provider"} & set(entry["was"])))


def _referring(part: Part) -> Iterator[tuple[Table, list[Any]]]:
    """Tables whose rows may refer to rows of this one, each with the columns that do."""
    own = part.table
    for table in Base.metadata.sorted_tables:
        if table.name in PARTS | DERIVED or table.name in ("audit_event", "guided_import"):
            continue
        found = [_columns(one, part.key) for one in table.foreign_key_constraints if _parent(one) is own]
        if own.name == "person" and not found and {"provider", "person"} <= set(table.c.keys()):
            found = [[table.c.provider, table.c.person]]
        yield from ((table, columns) for columns in found if columns)


def _parent(constraint: ForeignKeyConstraint) -> Table:
    return constraint.elements[0].column.table


def _columns(constraint: ForeignKeyConstraint, key: tuple[str, ...]) -> list[Any]:
    by_name = {one.column.name: one.parent for one in constraint.elements}
    return [by_name[name] for name in key] if set(by_name) == set(key) else []


def _leave_corrected(connection: Connection, part: Part, new: list[Key]) -> None:
    """A return that was corrected since stays: the correction rests on it."""
    whole = ("provider", "framework", "form", "period_start")
    for key in new:
        image = part.now[key]
        same = [getattr(FiledReturn, name) == image[name] for name in whole]
        if connection.scalar(select(exists().where(*same, FiledReturn.version > image["version"]))):
            part.left.setdefault(key, NEWER)


def _leave_what_belongs_together(parts: list[Part]) -> None:
    """Of someone of whom one row is left, all rows are: half of a record says what is wrong. Their provider stays, too."""
    people, providers = set(), set()
    for part in parts:
        for key in part.left:
            provider = part.now[key].get("provider")
            providers.add(provider)
            people |= {(provider, one) for one in _people_of(part.entries[key])}
    for part in parts:
        for key, entry in part.entries.items():
            if key in part.left or key not in part.now:
                continue
            provider = part.now[key].get("provider")
            if any((provider, one) in people for one in _people_of(entry)):
                part.left[key] = NEWER
                providers.add(provider)
    for part in parts:
        if part.file.thing in ("provider", "contract"):
            for key, entry in part.entries.items():
                if entry["was"] is None and key in part.now and part.now[key].get("provider") in providers:
                    part.left.setdefault(key, NEWER)


def _people_of(entry: Entry) -> set[str]:
    return {str(one) for one in (entry.get("who"), (entry["was"] or {}).get("person")) if one}


def _restore(connection: Connection, part: Part, key: Key) -> None:
    table, was = part.table, dict(part.entries[key]["was"])
    if "answers" in was:
        _restore_answers(connection, str(key[0]), was.pop("answers"))
    values: dict[str, Any] = {name: restored(table, name, value) for name, value in was.items()}
    counter = part.file.model.__mapper__.version_id_col
    if counter is not None:
        # The number goes on: whoever has the record open is told that it is another one now.
        values[counter.name] = table.c[counter.name] + 1
    if values:
        same = and_(*(table.c[name] == value for name, value in zip(part.key, key, strict=True)))
        connection.execute(update(table).where(same).values(values))


def _restore_answers(connection: Connection, response: str, answers: list[list[Any]]) -> None:
    connection.execute(delete(AnswerRow).where(AnswerRow.response == response))
    names = ("question", "item", "code", "number", "text")
    rows = [{"response": response, **dict(zip(names, one, strict=True))} for one in answers]
    if rows:
        connection.execute(insert(AnswerRow), rows)


def _delete(connection: Connection, part: Part, keys: list[Key]) -> None:
    own: dict[str, list[tuple[Table, str]]] = defaultdict(list)
    own["response"] = [(table_of(AnswerRow), "response")]
    own["filed_return"] = [(table_of(ReturnValue), "filed_return_id")]
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        for table, column in own[part.table.name]:
            connection.execute(delete(table).where(table.c[column].in_([key[0] for key in some])))
        if part.table.name == "person":
            for name in DERIVED:
                marks = Base.metadata.tables[name]
                connection.execute(delete(marks).where(among([marks.c.provider, marks.c.person], some)))
        connection.execute(delete(part.table).where(among([part.table.c[name] for name in part.key], some)))
