"""The SPSS file: labels for variables and values, levels of measurement, and each kind of missing answer declared.

Columns of numbers are gathered as the rows go by, four bytes a cell; the library writes the file from them.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forms_app.results.export.layout import FACT, ROW, Column
from forms_app.results.export.rows import Cell

LONGEST_LABEL, LONGEST_VALUE_LABEL = 250, 115
"""Bytes. SPSS shows 256 and 120; the codebook has every label in full."""
LONGEST_NOTE = 80
"""Bytes in one line of notes: the library refuses a longer one."""
LONGEST_TEXT = 8_000
"""Characters in one variable of words: at most four bytes each, and SPSS takes 32,767. Longer words go on in the next."""
NOTHING = -(2**31)
"""Stands for an empty cell while columns are gathered; SPSS gets its own "missing" there."""


class SavColumns:
    """Gathers the cells of each column as SPSS holds them."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._numbers = [{value.cell: value.number for value in column.values} for column in columns]
        self._cells: list[Any] = [[] if column.text else array("i") for column in columns]

    def take(self, row: Sequence[Cell]) -> None:
        """Add one row's cells, in the order of the columns."""
        for cell, numbers, cells, column in zip(row, self._numbers, self._cells, self._columns, strict=True):
            if column.text or isinstance(cell, int):
                cells.append(cell)
            else:
                cells.append(numbers.get(cell, NOTHING))

    def write(self, path: Path, *, title: str, notes: Sequence[str]) -> None:
        """Write the file."""
        import pyreadstat

        frame, sources = self._frame()
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=_cut(title, 60),
            note=[_cut(note, LONGEST_NOTE) for note in notes],
            row_compress=True,
            column_labels={name: _cut(column.label, LONGEST_LABEL) for name, column in sources.items()},
            variable_value_labels={
                name: {value.number: _cut(value.label, LONGEST_VALUE_LABEL) for value in column.values}
                for name, column in sources.items()
                if column.values
            },
            missing_ranges={name: missing for name, column in sources.items() if (missing := _missing(column))},
            variable_measure={name: column.measure for name, column in sources.items()},
            variable_format={name: "F8.0" for name, column in sources.items() if not column.text},
        )

    def _frame(self) -> tuple[Any, dict[str, Column]]:
        """The table that the library takes, and which column each of its variables comes from."""
        import numpy
        import pandas

        made: dict[str, Any] = {}
        sources: dict[str, Column] = {}
        for column, cells in zip(self._columns, self._cells, strict=True):
            if not column.text:
                numbers = numpy.frombuffer(cells, dtype=numpy.int32) if len(cells) else numpy.zeros(0, numpy.int32)
                empty = numbers == NOTHING
                made[column.spss] = numpy.where(empty, numpy.nan, numbers) if empty.any() else numbers
                sources[column.spss] = column
                continue
            longest = max(map(len, cells), default=0)
            for part in range(0, max(longest, 1), LONGEST_TEXT):
                name = column.spss if not part else f"{column.spss[:58]}_p{part // LONGEST_TEXT + 1}"
                made[name] = pandas.Series([cell[part : part + LONGEST_TEXT] for cell in cells], dtype=object)
                sources[name] = column
        return pandas.DataFrame(made, copy=False), sources


def _missing(column: Column) -> list[Any]:
    """The numbers that stand for missing answers: SPSS takes three, or one range."""
    numbers = sorted(value.number for value in column.values if value.missing)
    if column.kind in (ROW, FACT) or not numbers:
        return []
    return numbers if len(numbers) <= 3 else [{"lo": numbers[0], "hi": numbers[-1]}]


def _cut(text: str, longest: int) -> str:
    """At most so many bytes, ending in "…" where something is left out."""
    encoded = " ".join(text.split()).encode()
    return encoded.decode() if len(encoded) <= longest else encoded[: longest - 3].decode(errors="ignore") + "…"
