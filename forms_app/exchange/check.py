"""Checking a file row by row, and passing on the rows that are good."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from forms_app.exchange.csv_files import REASONS, Sheet
from forms_app.exchange.kinds import Reader, Setting, write_cell
from forms_app.exchange.known import RowKey, Term
from forms_app.exchange.layout import Column, Context, Fault, File, Values
from forms_app.exchange.problems import CellError, Problem, Report, either, shown
from forms_app.exchange.rejects import Rejects

Take = Callable[[Values], None]


class Place(NamedTuple):
    """A column's place in the rows of one sheet: its number from 0, or -1 where the sheet leaves it out."""

    number: int
    column: Column
    read: Reader


class Row(NamedTuple):
    """A row as it was read: its line, cells, the values and key that could be read, and what is wrong."""

    line: int
    cells: list[str]
    values: Values
    key: RowKey | None
    faults: list[Fault]


@dataclass
class FileCheck:
    """The check of one file against `context`. What is wrong goes to `report`.

    Without `rejects` (all or nothing), a bad row's key still counts as known, so that one mistake is reported once. With
    it, a bad row is written there, and so is every row that refers to it. A row that is good goes to `take`, and is
    counted in `good`.
    """

    file: File
    sheet: Sheet
    context: Context
    report: Report
    rejects: Rejects | None = None
    take: Take | None = None
    good: int = 0
    _lines: dict[RowKey, int] = field(default_factory=dict)

    def run(self, tick: Callable[[], None]) -> None:
        """Check every row, calling `tick` after each."""
        places, faults = match_header(self.file, self.sheet, self.context.setting)
        self._say(self.sheet.header_line, faults)
        if any(name not in {place.column.name for place in places} for name in self.file.key if name != "group"):
            self.context.known.unsure.add(self.file.thing)
        held: list[Row] = []
        for line, cells in self.sheet:
            row = self._read(places, line, cells, checks=not faults)
            if self.file.stand_together and self.rejects:
                held.append(row)
            else:
                self._settle(row, faults)
            tick()
        for row in self._held_back(held):
            self._settle(row, faults)

    def _read(self, places: list[Place], line: int, cells: list[str], *, checks: bool) -> Row:
        if len(cells) != len(self.sheet.header):
            count = f"has {len(cells)} cell{'' if len(cells) == 1 else 's'} where the header has {len(self.sheet.header)}"
            within = [place for place in places if place.number < len(cells) and place.column.name in self.file.key]
            values = read_cells(within, cells)[0]
            return Row(line, cells, values, self._key(values), [("", count)])
        values, faults = read_cells(places, cells)
        for earlier, later in self.file.in_order:
            first, last = values.get(earlier), values.get(later)
            if first is not None and last is not None and last < first:
                faults.append((later, f"'{last}' is before {earlier}, '{first}'"))
        dangling = self._dangling(values)
        faults += dangling
        if checks and not dangling:
            faults += self._found_by_checks(values)
        key = self._key(values)
        if key is not None:
            before = self._lines.setdefault(key, line)
            if before != line:
                faults.append((self.file.key[-1], self._twice(values, before)))
        return Row(line, cells, values, key, faults)

    def _found_by_checks(self, values: Values) -> list[Fault]:
        """What the checks of several cells find. One that needs a cell that can't be read has nothing to say of it."""
        faults: list[Fault] = []
        for check in self.file.checks:
            with suppress(KeyError):
                faults.extend(check(values, self.context))
        return faults

    def _twice(self, values: Values, before: int) -> str:
        names = self.file.key
        same = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return f"{shown(write_cell(values[names[-1]]))} is a duplicate: line {before} has the same {same}"

    def _dangling(self, values: Values) -> list[Fault]:
        known, provider = self.context.known, values.get("provider")
        faults: list[Fault] = []
        for name, thing in self.file.references:
            value = values.get(name)
            if value is None or (thing != "provider" and provider is None):
                continue
            key: RowKey = (value,) if thing == "provider" else (str(provider), value)
            where = known.rejected[thing].get(key)
            if where is not None:
                faults.append((name, f"{shown(value)} is not imported: {where} was rejected"))
            elif key in known.keys[thing] or thing in known.unsure:
                continue
            elif thing == "provider" and self.context.own is not None:
                faults.append((name, f"{shown(value)} is not your organisation, {shown(self.context.own)}"))
            elif thing == "provider":
                faults.append((name, f"there is no provider {shown(value)}"))
            else:
                faults.append((name, f"provider {shown(str(provider))} has no {thing} {shown(value)}"))
            if thing == "provider":
                # What the provider has can't be known.
                return faults
        return faults

    def _key(self, values: Values) -> RowKey | None:
        try:
            return tuple([values[name] for name in self.file.key])
        except KeyError:
            return None

    def _held_back(self, held: list[Row]) -> Iterator[Row]:
        """The rows, with a fault added to the good ones of a whole that has a bad row."""

        def whole(row: Row) -> tuple[Any, ...]:
            return tuple([row.values.get(name) for name in self.file.stand_together])

        bad = {whole(row) for row in held if row.faults}
        for row in held:
            if not row.faults and whole(row) in bad:
                row.faults.append(("", "another row of this return is rejected, and a return is imported whole"))
            yield row

    def _settle(self, row: Row, faults_of_header: list[Fault]) -> None:
        known, key = self.context.known, row.key
        tracked = known.keys.get(self.file.thing)
        duplicate = key is not None and self._lines.get(key, row.line) != row.line
        if row.faults:
            self._say(row.line, row.faults)
        if row.faults or (faults_of_header and self.rejects):
            if self.rejects:
                self.rejects.add(self.file, self.sheet, row.cells, [*faults_of_header, *row.faults])
                if key is not None and tracked is not None and not duplicate:
                    known.rejected[self.file.thing][key] = f"{self.file.name}:{row.line}"
                return
            if self.file.thing == "contract":
                known.unsure.add("contract")
        if key is None or duplicate:
            return
        if tracked is not None:
            tracked[key] = row.values.get("person") if self.file.thing in ("goal", "review") else None
        if row.faults or faults_of_header:
            return
        if self.file.thing == "contract":
            self._note_contract(row.values)
        self.good += 1
        if self.take and (self.rejects or not self.report.problems):
            self.take(row.values)

    def _note_contract(self, values: Values) -> None:
        contracts = self.context.known.contracts
        before = contracts.get(values["contract"])
        ends_on = values.get("ends_on", before.ends_on if before else None)
        contracts[values["contract"]] = Term(values["provider"], values["framework"], values["starts_on"], ends_on)

    def _say(self, line: int, faults: list[Fault]) -> None:
        self.report.problems += [Problem(self.file.name, line, column, message) for column, message in faults]


def read_cells(places: list[Place], cells: list[str]) -> tuple[Values, list[Fault]]:
    """Read the cells of a row: the values that could be read, and what is wrong with the others."""
    values: Values = {}
    faults: list[Fault] = []
    for index, column, read in places:
        text = cells[index] if index >= 0 else ""
        if not text or text.isspace():
            if column.required:
                faults.append((column.name, "must be filled"))
            else:
                values[column.name] = column.empty
            continue
        try:
            values[column.name] = read(text)
        except CellError as error:
            faults.append((column.name, str(error)))
    return values, faults


def match_header(file: File, sheet: Sheet, setting: Setting) -> tuple[list[Place], list[Fault]]:
    """Where each column of the layout is in the sheet, and what is wrong with the header."""
    columns = {column.name: column for column in file.all_columns(setting)}
    header = sheet.header
    if not any(name in columns for name in header):
        return [], [("", _no_header(header, file))]
    faults: list[Fault] = []
    places: list[Place] = []
    for index, name in enumerate(header):
        if name in header[:index]:
            faults.append((name, "this column is there twice"))
        elif name in columns:
            places.append(Place(index, columns[name], columns[name].kind.reader(setting)))
        elif name != REASONS:
            faults.append((name or f"column {index + 1}", _unknown_column(name, columns, file)))
    for column in columns.values():
        if column.name in header:
            continue
        if column.required:
            faults.append((column.name, "this column is missing and must be there"))
        elif column.empty is not None:
            places.append(Place(-1, column, column.kind.reader(setting)))
    return places, faults


def _unknown_column(name: str, columns: dict[str, Column], file: File) -> str:
    if not name:
        return "this column has no name"
    near = get_close_matches(name, columns, n=1, cutoff=0.75)
    if near:
        return f"unknown column; did you mean {near[0]}?"
    more = ", and the keys of the surveys' questions" if file.more_columns else ""
    return f"unknown column; {either(column.name for column in file.columns)}{more}"


def _no_header(header: tuple[str, ...], file: File) -> str:
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(header) == 1 and sign in header[0]:
            return f"its cells are separated by {name}; save it with commas between them"
    first = ", ".join(column.name for column in file.columns[:4])
    return f"has no header row: its first row must name the columns ({first}, …)"
