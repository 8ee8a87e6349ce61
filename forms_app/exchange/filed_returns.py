"""Rows of `returns.csv` as filed returns: a first version, or a correction where values differ from the last."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from forms_app.exchange.kinds import Setting
from forms_app.exchange.layout import Values
from forms_app.exchange.problems import CellError
from forms_app.exchange.row_checks import read_field
from forms_app.models.filing import FiledReturn, ReturnValue

CORRECTION = "imported correction"
WHOLE = ("provider", "framework", "form", "period_start")
TOGETHER = 500
ReturnKey = tuple[str, str, str, date]
Filed = dict[str, tuple[str, str | None]]
"""Value and note by field."""


@dataclass
class Given:
    """A return as the file gives it."""

    values: Filed = field(default_factory=dict)
    filed_on: date | None = None


class ReturnsWriter:
    """Gathers rows into returns, and files those that are new or differ from the version that counts.

    Fields that the file leaves out stay as they were; so do notes and filing days where it has no such column.
    """

    def __init__(self, connection: Connection, setting: Setting, names: list[str]) -> None:
        self.changed = 0
        self._connection = connection
        self._setting = setting
        self._has_notes = "note" in names
        self._has_days = "filed_on" in names
        self._given: dict[ReturnKey, Given] = {}

    def take(self, values: Values) -> None:
        key = (values["provider"], values["framework"], values["form"], values["period_start"])
        given = self._given.setdefault(key, Given())
        given.values[values["field"]] = (values["value"], values.get("note"))
        filed_on = values.get("filed_on")
        if filed_on is not None and (given.filed_on is None or filed_on > given.filed_on):
            given.filed_on = filed_on

    def finish(self) -> None:
        keys = list(self._given)
        latest = latest_versions(self._connection, {key[0] for key in keys})
        for start in range(0, len(keys), TOGETHER):
            self._file(keys[start : start + TOGETHER], latest)

    def _file(self, keys: list[ReturnKey], latest: "dict[ReturnKey, Any]") -> None:
        on_file = values_of(self._connection, [latest[key].id for key in keys if key in latest])
        filed: list[dict[str, Any]] = []
        contents: list[Filed] = []
        for key in keys:
            given, last = self._given[key], latest.get(key)
            row: dict[str, Any] = {**dict(zip(WHOLE, key, strict=True)), "version": 1, "filed_on": given.filed_on}
            values, changed = given.values, len(given.values)
            if last is not None:
                before = on_file.get(last.id, {})
                values = self._joined(before, given.values)
                if not self._has_days:
                    row["filed_on"] = last.filed_on
                changed = sum(
                    self._plain(key, name, it) != self._plain(key, name, before.get(name)) for name, it in values.items()
                )
                if not changed and row["filed_on"] == last.filed_on:
                    continue
                row |= {"version": last.version + 1, "reason": CORRECTION}
            self.changed += changed or len(given.values)
            filed.append({"reason": None, **row})
            contents.append(values)
        if not filed:
            return
        made = insert(FiledReturn).returning(FiledReturn.id, sort_by_parameter_order=True)
        ids = self._connection.execute(made, filed).scalars().all()
        self._connection.execute(
            insert(ReturnValue),
            [
                {"filed_return_id": identity, "field": name, "value": value, "note": note}
                for identity, values in zip(ids, contents, strict=True)
                for name, (value, note) in values.items()
            ],
        )

    def _joined(self, before: Filed, given: Filed) -> Filed:
        joined = dict(before)
        for name, (value, note) in given.items():
            joined[name] = (value, note if self._has_notes else before.get(name, (value, None))[1])
        return joined

    def _plain(self, key: ReturnKey, name: str, filed: tuple[str, str | None] | None) -> tuple[str, str | None] | None:
        if filed is None:
            return None
        return plain_value(self._setting, key[1], key[2], name, filed[0]), filed[1] or None


def plain_value(setting: Setting, framework: str, form: str, name: str, text: str) -> str:
    """A filed value in the one way it is written; as it is, where the definitions no longer have its field."""
    field_of_form = setting.fields.get((framework, form), {}).get(name)
    try:
        return read_field(field_of_form, text) if field_of_form else text
    except CellError:
        return text


def latest_versions(connection: Connection, providers: set[str]) -> dict[ReturnKey, Any]:
    """The version that counts of each return of `providers`: rows of id, version and filed_on by the return's key."""
    columns = (FiledReturn.id, FiledReturn.version, FiledReturn.filed_on, *(getattr(FiledReturn, name) for name in WHOLE))
    found = select(*columns).where(FiledReturn.provider.in_(sorted(providers))).order_by(FiledReturn.version)
    return {(row.provider, row.framework, row.form, row.period_start): row for row in connection.execute(found)}


def values_of(connection: Connection, ids: list[int]) -> dict[int, Filed]:
    """Value and note by field, by id of the filed return."""
    filed: dict[int, Filed] = {}
    for start in range(0, len(ids), TOGETHER):
        found = select(ReturnValue.filed_return_id, ReturnValue.field, ReturnValue.value, ReturnValue.note)
        for identity, name, value, note in connection.execute(
            found.where(ReturnValue.filed_return_id.in_(ids[start : start + TOGETHER]))
        ):
            filed.setdefault(identity, {})[name] = (value, note)
    return filed
