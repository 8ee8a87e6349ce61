"""Reading CSV files that people made: looked through once for what makes them unreadable, then row by row."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from forms_app.exchange.problems import Problem

REASONS = "reasons"
"""The column of a file of rejected rows that says why; ignored when the file is imported."""

LONGEST_CELL = 131_072
"""Characters; more than any field takes, and what a quote that is never closed soon exceeds."""


@dataclass(frozen=True)
class Sheet:
    """A file that was looked through. `fault` says why it can't be read at all; `rows` counts those below the header."""

    path: Path
    header: tuple[str, ...] = ()
    header_line: int = 1
    rows: int = 0
    fault: Problem | None = None

    @property
    def name(self) -> str:
        return self.path.name

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Each row below the header with the line it starts on; rows with nothing in them are left out."""
        for line, cells in _rows(self.path):
            if line > self.header_line:
                yield line, cells


def look_through(path: Path) -> Sheet:
    """Read a whole file once. Never raises for what is in it: that is the sheet's `fault`."""

    def faulty(line: int, message: str) -> Sheet:
        return Sheet(path, fault=Problem(path.name, line, "", message))

    try:
        with path.open("rb") as file:
            for line, content in enumerate(file, start=1):
                if line == 1 and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
                    return faulty(1, "is not UTF-8 text but UTF-16; save it as CSV UTF-8")
                if b"\0" in content:
                    return faulty(line, "holds a NUL byte, so it is not a text file; save it again as CSV UTF-8")
                if not content.isascii():
                    content.decode()
    except UnicodeDecodeError:
        return faulty(line, "is not UTF-8 text; save the file as CSV UTF-8")
    except OSError as error:
        return faulty(1, f"can't be read: {error.strerror}")
    header: tuple[str, ...] | None = None
    header_line, rows, last = 1, 0, 0
    try:
        for last, cells in _rows(path):
            if header is None:
                header, header_line = tuple(cell.strip() for cell in cells), last
            else:
                rows += 1
    except BrokenRow as broken:
        return faulty(broken.line, str(broken))
    if header is None:
        return faulty(1, "has no header row; its first row must name the columns")
    return Sheet(path, header, header_line, rows)


class BrokenRow(ValueError):
    """The quotes of a row do not pair up."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    # The limit is the process's, and other libraries raise it.
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        line = 1
        try:
            for cells in reader:
                if cells and any(cells) and not "".join(cells).isspace():
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            if "limit" in str(error):
                message = f"a cell of this row is longer than {LONGEST_CELL:,} characters; "
                message += "is there a quote that is never closed?"
            elif "end of data" in str(error):
                message = "a quote opens in this row and is never closed"
            else:
                message = 'the quotes of this row do not pair up: a cell that opens with " must end with it'
                message += ", and a quote within is doubled"
            raise BrokenRow(line, message) from None
