"""Workbooks: pyxform's readers for what is in one, openpyxl to write one."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform

KINDS = {".xlsx": ".xlsx", ".csv": ".csv", ".md": ".md", ".markdown": ".md"}
"""How a file's name may end, and what pyxform calls such files."""
LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_ROWS = 5_000
Row = dict[str, str]


class NotAForm(ValueError):
    """The file can't be read as an XLSForm. The message says why, in words for whoever sent it."""


@dataclass(frozen=True)
class Sheets:
    """The rows of each sheet, each with its number in the spreadsheet; empty rows are left out."""

    survey: list[tuple[int, Row]]
    choices: list[tuple[int, Row]] = field(default_factory=list)
    settings: Row = field(default_factory=dict)
    others: tuple[str, ...] = ()
    kind: str = ".xlsx"


def read_sheets(content: bytes, file_name: str) -> Sheets:
    """What stands in a file. Raises NotAForm for one that is no form, is damaged or is far too big."""
    ending = next((ending for ending in KINDS if file_name.lower().endswith(ending)), None)
    if ending is None:
        raise NotAForm("Choose a file that ends in .xlsx, .csv or .md. Save an .xls file as .xlsx first.")
    if ending == ".xlsx":
        _check_zip(content)
    try:
        given: bytes | str = content if ending == ".xlsx" else content.decode("utf-8-sig")
        found = get_xlsform(io.BytesIO(content) if ending == ".xlsx" else given, file_type=KINDS[ending])
    except UnicodeDecodeError:
        raise NotAForm("The file is not written in UTF-8. Save it again as “CSV UTF-8”.") from None
    except PyXFormError as error:
        raise NotAForm(f"The file can’t be read as a form: {error}") from None
    except (ValueError, KeyError, AttributeError, IndexError, TypeError, OSError, zipfile.BadZipFile):
        raise NotAForm("The file is damaged, or is not a form. Open it in a spreadsheet and save it again.") from None
    survey = _numbered(found.survey)
    if not any("type" in row for _number, row in survey):
        raise NotAForm("The file has no sheet “survey” with a column “type”, so it is not an XLSForm.")
    if len(survey) + len(found.choices or ()) > MOST_ROWS:
        raise NotAForm(f"The form has more than {MOST_ROWS} rows.")
    settings: Mapping[str, str] = next(iter(found.settings or ()), {})
    known = {"survey", "choices", "settings"}
    others = tuple(name for name in found.sheet_names or () if name.lower() not in known)
    return Sheets(survey, _numbered(found.choices), {str(k): str(v) for k, v in settings.items() if v}, others, ending)


def _numbered(rows: Sequence[Mapping[str, str]] | None) -> list[tuple[int, Row]]:
    numbered = [(number, dict(row)) for number, row in enumerate(rows or (), 2)]
    return [
        (number, {str(k).strip(): str(v) for k, v in row.items() if v not in (None, "")}) for number, row in numbered if row
    ]


def _check_zip(content: bytes) -> None:
    """A workbook is a packed folder: one that unpacks to far more than any form is refused before it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise NotAForm("The file is damaged, or is not an .xlsx workbook. Save it again and send it once more.") from None
    if size > LARGEST_UNPACKED:
        raise NotAForm("The file is far too big for a form.")


def write_workbook(sheets: Mapping[str, Sequence[Row]], columns: Mapping[str, Sequence[str]]) -> bytes:
    """A workbook with these sheets, each with its columns in order. Every cell is text: none is taken for a formula."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        header = list(columns[name])
        for place, title in enumerate(header, 1):
            sheet.cell(1, place, title).font = Font(bold=True)
            sheet.column_dimensions[sheet.cell(1, place).column_letter].width = 42 if "label" in title else 22
        for number, row in enumerate(rows, 2):
            for place, title in enumerate(header, 1):
                if row.get(title):
                    cell = sheet.cell(number, place)
                    cell.value = ILLEGAL_CHARACTERS_RE.sub("", row[title])
                    cell.data_type = "s"
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
