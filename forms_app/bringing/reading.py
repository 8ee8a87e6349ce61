"""Reading a file as people save it: CSV with any sign between the cells, in UTF-8, UTF-16 or Windows-1252; a workbook."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from forms_app.bringing.heads import TRIED, Table, cell_words, split
from forms_app.uploaded_text import NotText, text_of

LARGEST = 20 * 1024 * 1024
"""Bytes of all files of one import; the body limit of the app is above it."""
MOST_ROWS = 150_000
READ = MOST_ROWS + 1000
MOST_COLUMNS = 250
MOST_SHEETS = 15
LONGEST_CELL = 20_000
SAMPLE = 100_000
"""Characters that are looked at to find the sign between cells."""
LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes. A workbook is a packed folder, and one of a few kilobytes may unpack to more than fits into memory."""


class NotReadable(ValueError):
    """The file is none that can be brought over; the message says what to do."""


class NothingInIt(NotReadable):
    """The file, or a sheet of it, has no rows."""


def read_tables(content: bytes) -> list[Table]:
    """Read a file: one table, or one of each sheet of a workbook that has rows and can be seen. Raises NotReadable."""
    if not content.strip():
        raise NothingInIt(_("The file is empty"))
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise NotReadable(_("This is an old Excel file, or one with a password: save it as .xlsx or CSV"))
    if content[:4] != b"PK\x03\x04":
        return [_table("", _of_csv(content))]
    sheets, tables = _of_workbook(content), []
    for title, lines in sheets:
        try:
            tables.append(_table(title if len(sheets) > 1 else "", lines))
        except NothingInIt:
            if len(sheets) == 1:
                raise
    if not tables:
        raise NothingInIt(_("No sheet of the workbook has rows below the names of its columns"))
    return tables


def _table(sheet: str, lines: Iterable[list[str]]) -> Table:
    filled = []
    for number, cells in enumerate(lines, start=1):
        if any(cells):
            words = _in_words(number, cells)
            if any(words):
                filled.append((number, words))
    if not filled:
        raise NothingInIt(_("The file is empty"))
    if len(filled) - 1 > MOST_ROWS:
        raise NotReadable(_("The file has more than %(most)s rows: split it", most=f"{MOST_ROWS:,}"))
    table = split(filled, sheet=sheet)
    if len(table.header) > MOST_COLUMNS:
        raise NotReadable(_("The file has more than %(most)s columns: take out those not needed", most=MOST_COLUMNS))
    if not table.rows:
        raise NothingInIt(_("The file names columns but has no rows below them"))
    return table


def _in_words(number: int, cells: list[str]) -> list[str]:
    longest = max(map(len, cells))
    if longest > LONGEST_CELL:
        words = _("A cell of row %(row)s has %(length)s characters: is there a quote that is never closed?")
        raise NotReadable(words % {"row": number, "length": f"{longest:,}"})
    return [cell_words(cell) if cell else cell for cell in cells]


def _of_csv(content: bytes) -> Iterable[list[str]]:
    try:
        text = text_of(content)
    except NotText as fault:
        raise NotReadable(str(fault)) from None
    csv.field_size_limit(1_000_000)
    sign = _delimiter(text)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
        # A first line of `sep=;` is for Excel.
        return [[] if cells[:1] == [f"sep={sign}"] or cells[:1] == ["sep="] else cells for cells in islice(rows, READ)]
    except csv.Error as error:
        if "limit" in str(error):
            raise NotReadable(_("A cell of the file is far too long: is there a quote that is never closed?")) from None
        raise NotReadable(_("The quotes in the file do not pair up: save it again as CSV")) from None


def _delimiter(text: str) -> str:
    """The sign between cells. The first line says it, unless that is a title, in which a comma says nothing."""
    lines = [line for line in text[:SAMPLE].splitlines() if line.strip()][:TRIED]
    if lines and (told := re.fullmatch(r"sep=([,;\t|])", lines[0].strip(' "\r\n'))):
        return told[1]
    bares = ["".join(line.split('"')[::2]) for line in lines]
    most = [max(",;\t|", key=bare.count) for bare in bares]
    if bares and most[0] in bares[0] and all(most[0] in bare for bare in bares):
        return most[0]
    first = zip(bares, most, strict=True)
    return next((sign for bare, sign in first if bare.count(sign) > 1), most[0] if most else ",")


def _of_workbook(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """The sheets that can be seen, with their titles."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise NotReadable(_("The workbook is far too big: save the sheet that is needed as CSV"))
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        seen = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets[:1]
        if len(seen) > MOST_SHEETS:
            raise NotReadable(_("The workbook has more than %(most)s sheets: take out those not needed", most=MOST_SHEETS))
        return [(str(one.title), list(_of_sheet(one))) for one in seen]
    except NotReadable:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError, TypeError, AttributeError):
        raise NotReadable(_("The workbook can’t be opened: save it again as .xlsx, without a password")) from None


def _of_sheet(sheet: Any) -> Iterator[list[str]]:
    for values in islice(sheet.iter_rows(values_only=True), READ):
        yield [_cell(value) for value in values[: MOST_COLUMNS + 1]]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
