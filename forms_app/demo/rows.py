"""The rows of the import files while they are made, and writing them."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from forms_app.exchange.files import BY_NAME
from forms_app.exchange.kinds import write_cell

Cell = str | int | date | Decimal | float | None
Row = dict[str, Cell]


@dataclass
class Rows:
    """Rows by file name without `.csv`. Cells are values; an empty one is None."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _numbers: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, file: str, **cells: Cell) -> Row:
        """Add a row and return it."""
        self.tables[file].append(cells)
        return cells

    def key(self, provider: str, letter: str) -> str:
        """The provider's next reference of a kind: `M-R00017`."""
        self._numbers[provider, letter] += 1
        return f"{letter}{self._numbers[provider, letter]:05d}"

    def write(self, folder: Path, question_keys: list[str]) -> None:
        """Write every file with a header row in the order of its layout; the same rows give the same bytes."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, layout in BY_NAME.items():
            rows = self.tables[name.removesuffix(".csv")]
            columns = [column.name for column in layout.columns]
            if name == "responses.csv":
                columns += [key for key in question_keys if any(key in row for row in rows)]
            with (folder / name).open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(columns)
                writer.writerows([[_cell(row.get(column)) for column in columns] for row in rows])


def _cell(value: Cell) -> str:
    return f"{value:g}" if isinstance(value, float) else write_cell(value)
