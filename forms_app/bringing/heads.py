"""Where in a sheet the names of its columns are: reports have titles above them, and totals below the rows."""

import re
from dataclasses import dataclass, field

from forms_app.clean_input import clean
from forms_app.results.safe_cells import FIRST_OF_A_FORMULA

Rows = list[tuple[int, list[str]]]

TRIED = 12
"""So many rows from the top may be the one that names the columns."""
LOOKED_AT = 50
AT_THE_FOOT = 4
NOT_A_NAME = re.compile(r"[\d\s£$€%.,:;/+\-]+")
TOTAL = re.compile(
    r"(grand\s+|sub-?\s?)?totals?\b|count\b|sum\b|average\b|end of\b|(report )?(printed|generated|produced|exported|run)\b"
    r"|(number of )?(rows|records)\b|\d[\d,]*\s+(rows|records)\b|page \d|\*{3}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Table:
    """A sheet in its parts. Each row has the number that a spreadsheet shows.

    `number`: that of the row that names the columns. `above`: the rows before it. `totals`: rows of the foot that look
    like totals or a remark; they are among the rows.
    """

    header: list[str]
    rows: Rows
    number: int = 1
    above: Rows = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    sheet: str = ""


def split(filled: Rows, number: int | None = None, sheet: str = "") -> Table:
    """Rows that have words in them as a table, its columns named by the row `number`, or by the likeliest."""
    place = header_place(filled)
    if number is not None:
        place = next((one for one, row in enumerate(filled[:TRIED]) if row[0] == number), place)
    at, named = filled[place]
    header = [" ".join(cell.split())[:200] for cell in named]
    while header and not header[-1]:
        header.pop()
    rows = [(one, _fitted(cells, len(header))) for one, cells in filled[place + 1 :]]
    return Table(header, rows, at, filled[:place], totals_in(rows, len(header)), sheet)


def header_place(filled: Rows) -> int:
    """The first of the first rows that has names in more than half of the columns; the very first where none has."""
    wide = max(len(_words(cells)) for _number, cells in filled[:LOOKED_AT])
    for place, (_number, cells) in enumerate(filled[:TRIED]):
        words = _words(cells)
        if len(words) * 2 > wide and (not place or (len(words) > 2 and not any(map(NOT_A_NAME.fullmatch, words)))):
            return place
    return 0


def totals_in(rows: Rows, width: int) -> list[int]:
    """The numbers of the rows at the foot that begin as totals do, and do not fill every column. Never all rows."""
    found: list[int] = []
    for number, cells in reversed(rows[1:][-AT_THE_FOOT:]):
        words = _words(cells)
        if not TOTAL.match(words[0]) or (len(words) >= width and width > 1):
            break
        found.append(number)
    return found[::-1]


def cell_words(cell: str) -> str:
    """A cell's words. An apostrophe that keeps a spreadsheet from reading a formula is not part of them."""
    words = clean(cell).strip()
    return words[1:] if words[:1] == "'" and words[1:2] in FIRST_OF_A_FORMULA and len(words) > 1 else words


def _words(cells: list[str]) -> list[str]:
    return [cell for cell in cells if cell]


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells of a row as long as the header. What stands beyond it stays, so that the check finds it."""
    cells = list(cells)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells + [""] * (width - len(cells))
