"""The files of an upload as sheets of our columns, for the same check that the command makes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from forms_app.bringing.kept import Brought, BroughtFile
from forms_app.bringing.values import ours, same_value
from forms_app.database import db
from forms_app.exchange.csv_files import Sheet
from forms_app.exchange.importing import Folder
from forms_app.exchange.kinds import Setting
from forms_app.exchange.layout import Column
from forms_app.exchange.problems import Report
from forms_app.models.records import Provider


@dataclass(frozen=True)
class MappedSheet(Sheet):
    """A sheet whose rows are in memory, with the numbers that they have in the file that was uploaded."""

    lines: tuple[tuple[int, list[str]], ...] = ()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return iter(self.lines)


def columns_in(file: BroughtFile, own: str | None, setting: Setting) -> list[Column]:
    """Our columns that have a place in the file or stand for every row. The provider of one's own is always known."""
    columns = file.layout.all_columns(setting)
    return [one for one in columns if one.name in file.columns or (one.name == "provider" and own is not None)]


def sheet_of(file: BroughtFile, own: str | None, setting: Setting, *, only: set[int] | None = None) -> MappedSheet:
    """A file in our columns, dates and codes ours, cells put right: the rows not left out, or those numbered in `only`."""
    columns = columns_in(file, own, setting)
    names = _own_names(own)
    left_out = set(file.out)
    year, width = setting.today.year, len(file.header)
    lines = []
    for number, cells in file.rows:
        if number in left_out if only is None else number not in only:
            continue
        fixed = file.fixed.get(str(number), {})
        row = [
            _cell(one, cells, file, own, names, year)
            if one.name not in fixed
            else _put_right(one, fixed[one.name], file, year)
            for one in columns
        ]
        lines.append((number, row + cells[width:]))
    header = tuple(one.name for one in columns)
    return MappedSheet(Path(file.kind), header, 1, len(lines), None, tuple(lines))


def _cell(column: Column, cells: list[str], file: BroughtFile, own: str | None, names: set[str], year: int) -> str:
    where = file.columns.get(column.name, "")
    constant = same_value(where)
    text = constant if constant is not None else cells[int(where)] if where.isdigit() else ""
    if column.name == "provider" and own is not None and (not text or text.casefold() in names):
        return own
    return text if constant is not None else ours(column, text, file, year)


def _put_right(column: Column, text: str, file: BroughtFile, year: int) -> str:
    """What was typed in place of a cell: written as the file writes it, or as is usual here, the day first."""
    return ours(column, text, file if file.order else replace(file, order="dmy"), year)


def _own_names(own: str | None) -> set[str]:
    """What a provider may be called in a column of its own files."""
    found = db.session.get(Provider, own) if own is not None else None
    return {own.casefold(), found.name.casefold()} if found and own else set()


def folder_of(brought: Brought, own: str | None, setting: Setting) -> Folder:
    """All files, in the order in which they are read."""
    return Folder(
        [(file.layout, sheet_of(file, own, setting)) for _place, file in brought.in_order() if file.kind], Report()
    )
