"""Reading a list of people from a CSV file or a spreadsheet, however its columns are called."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from forms_app.uploaded_text import NotText, text_of

COLUMNS = ("name", "email", "phone", "address", "language", "person")
CALLED: dict[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "carer", "carername"),
    "email": ("email", "emailaddress", "mail"),
    "phone": ("phone", "mobile", "telephone", "tel", "phonenumber", "mobilenumber", "mobilephone", "telephonenumber"),
    "address": ("address", "postaladdress", "homeaddress"),
    "language": ("language", "preferredlanguage"),
    "person": ("person", "reference", "ref", "personreference", "id"),
}
MOST_ROWS = 5_000
LONGEST_CELL = 1_000
LARGEST_UNPACKED = 64 * 1024 * 1024
"""Bytes. A spreadsheet is a packed folder, and one of a few kilobytes may unpack to more than fits into memory."""


class NotAList(ValueError):
    """The file holds no list of people; the message says what to do."""


@dataclass(frozen=True)
class ListFile:
    """The rows of a file by column, each with the number it has there; and the columns that were not understood."""

    rows: list[tuple[int, dict[str, str]]]
    unknown: list[str] = field(default_factory=list)


def read_list(content: bytes) -> ListFile:
    """Read a file. Raises NotAList."""
    if not content:
        raise NotAList(_("The file is empty"))
    zipped = content[:4] == b"PK\x03\x04"
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise NotAList(_("This is an old Excel file: save it as .xlsx or CSV"))
    rows = _of_spreadsheet(content) if zipped else _of_csv(content)
    return _by_column(islice(rows, MOST_ROWS + 2))


def _by_column(rows: Iterable[list[str]]) -> ListFile:
    numbered = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)]
    if not numbered:
        raise NotAList(_("The file is empty"))
    header = numbered[0][1]
    columns = [_column(title) for title in header]
    if not {"email", "phone", "address"} & set(columns):
        words = _("The first row must name the columns, with email, phone or address among them. There may be: %(names)s")
        raise NotAList(words % {"names": ", ".join(COLUMNS)})
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise NotAList(_("Two columns are called %(name)s: rename or remove one", name=sorted(twice)[0]))
    if len(numbered) - 1 > MOST_ROWS:
        raise NotAList(_("The file has more than %(most)s rows: split it", most=MOST_ROWS))
    found = []
    for number, cells in numbered[1:]:
        row = {
            column: cells[place].strip()[:LONGEST_CELL]
            for place, column in enumerate(columns)
            if column and place < len(cells)
        }
        if any(row.values()):
            found.append((number, {column: row.get(column, "") for column in COLUMNS}))
    if not found:
        raise NotAList(_("The file names columns but no people"))
    return ListFile(
        found, [title.strip() for title, column in zip(header, columns, strict=True) if not column and title.strip()]
    )


def _column(title: str) -> str | None:
    bare = re.sub(r"[^a-z]", "", title.lower())
    return next((column for column, names in CALLED.items() if bare in names), None)


def _of_csv(content: bytes) -> Iterable[list[str]]:
    try:
        text = text_of(content)
    except NotText as fault:
        raise NotAList(str(fault)) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise NotAList(_("The quotes in the file do not pair up: save it again as CSV")) from None


def _of_spreadsheet(content: bytes) -> Iterable[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise NotAList(_("The spreadsheet is far too big for a list of people"))
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [[_cell(value) for value in row[:60]] for row in islice(sheet.iter_rows(values_only=True), MOST_ROWS + 2)]
    except NotAList:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError, TypeError, AttributeError):
        raise NotAList(_("The spreadsheet can’t be opened: save it again as .xlsx, without a password")) from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).replace("\0", "")
