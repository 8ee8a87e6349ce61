"""The codebook: every column, its name in SPSS, its question, each of its values and what they mean."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from forms_app.results.export.layout import FACT, SEVERAL, WORDS, Column
from forms_app.results.safe_cells import safe_cell, words_of_cell

HEADER = ("column", "spss_name", "kind", "question", "label", "value", "spss_value", "value_label", "missing")


@dataclass
class Described:
    """A column as the codebook describes it: enough to read the files without the database."""

    name: str
    spss: str
    kind: str
    numbers: dict[int, str] = field(default_factory=dict)

    @property
    def text(self) -> bool:
        """Whether its cells are words, in SPSS too."""
        return self.kind == WORDS or (self.kind == FACT and not self.numbers)


def write_codebook(file: TextIO, columns: Iterable[Column]) -> None:
    """Write one line for each value of each column, and one for a column whose values are not listed."""
    written = csv.writer(file)
    written.writerow(HEADER)
    for column in columns:
        key = column.figures.series.name if column.figures else ""
        start = (column.name, column.spss, column.kind, key, safe_cell(column.label))
        if not column.values:
            written.writerow((*start, "", "", "", ""))
        for value in column.values:
            missing = "yes" if value.missing else "no"
            written.writerow((*start, value.cell, value.number, safe_cell(value.label), missing))


def read_codebook(file: TextIO) -> list[Described]:
    """The columns that a codebook describes. Raises KeyError or ValueError for a file that is not one."""
    found: dict[str, Described] = {}
    for row in csv.DictReader(file):
        one = found.setdefault(row["column"], Described(row["column"], row["spss_name"], row["kind"]))
        if row["spss_value"]:
            one.numbers[int(row["spss_value"])] = words_of_cell(row["value"])
    return list(found.values())


def sets_syntax(columns: Iterable[Column]) -> str:
    """SPSS commands that make one set of the columns of each question with several answers; "" where there is none.

    The library that writes the SPSS file can't put such sets into it.
    """
    return "\n".join(_set_lines(columns))


def _set_lines(columns: Iterable[Column]) -> Iterator[str]:
    sets: dict[str, list[Column]] = {}
    for column in columns:
        if column.kind == SEVERAL and column.figures:
            sets.setdefault(column.figures.series.name, []).append(column)
    for members in sets.values():
        if len(members) < 2:
            continue
        label = members[0].label.partition(" – ")[2].replace("'", "''")
        yield "MRSETS"
        yield f"  /MDGROUP NAME=${members[0].spss[:50]} CATEGORYLABELS=VARLABELS LABEL='{label[:200]}'"
        yield f"    VARIABLES={' '.join(column.spss for column in members)}"
        yield "    VALUE=1"
        yield "  /DISPLAY NAME=ALL."
