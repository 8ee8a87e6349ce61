"""What is kept of files that are being brought over: the JSON in `guided_import.content`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from forms_app.bringing.heads import TRIED, Table, split
from forms_app.exchange.files import BY_NAME, FILES
from forms_app.exchange.layout import File
from forms_app.models.rights import GuidedImport

UPLOADED, MAPPED, CHECKED, IMPORTED, UNDONE = "uploaded", "mapped", "checked", "imported", "undone"
SHEET = " – "
"""Between the name of a workbook and that of one of its sheets."""
SAME = "="
"""Before a value in place of a column's number: the same for every row."""


@dataclass
class BroughtFile:
    """One file. `columns`: where each of our columns is found: a column's number, or SAME and a value.

    `values`: what stands for their values, by our column. `order` of the parts of a date: `dmy`, `mdy` or not known.
    `fixed`: cells put right, by row and our column. `out`: rows left out. `counts`: new, changed, same.
    `header_row`, `above`: the number of the row that names the columns, and what stands before it.
    """

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    kind: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    order: str = ""
    settled: list[str] = field(default_factory=list)
    fixed: dict[str, dict[str, str]] = field(default_factory=dict)
    out: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    header_row: int = 1
    above: list[tuple[int, list[str]]] = field(default_factory=list)

    @classmethod
    def of_table(cls, name: str, table: Table, kind: str = "") -> "BroughtFile":
        """A table as it came. What looks like totals at its foot is left out."""
        settled = ["kind"] if kind else []
        return cls(name, table.header, table.rows, kind, settled=settled, out=list(table.totals), header_row=table.number,
                   above=table.above)  # fmt: skip

    def again(self, kind: str, header_row: int) -> "BroughtFile":
        """The same file with nothing of it matched yet, its columns named by another row or the same."""
        lines = [(number, list(cells)) for number, cells in (*self.above, (self.header_row, self.header), *self.rows)]
        return self.of_table(self.name, split(lines, header_row), kind)

    @property
    def first_rows(self) -> list[tuple[int, list[str]]]:
        """Rows that may be the one that names the columns."""
        return [*self.above, (self.header_row, self.header), *self.rows[:-1]][:TRIED]

    @property
    def layout(self) -> File:
        """Which of the fifteen it is."""
        return BY_NAME[self.kind]


@dataclass
class Brought:
    """All files of one import. `turn` goes up with each change, so that two tabs do not undo each other's.

    `faults`: file, row, column, message; at most so many are kept, `fault_rows` and `kinds` count all. `alike`: references
    of people who may be someone else. `told`: file, row and column of cells put right since the check.
    `left`: what an undo left, and why. `job`: the worker's, while there is one.
    """

    files: list[BroughtFile] = field(default_factory=list)
    turn: int = 0
    faults: list[tuple[int, int, str, str]] = field(default_factory=list)
    fault_rows: int = 0
    kinds: list[tuple[int, str, str, int]] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    told: list[tuple[int, int, str]] = field(default_factory=list)
    left: list[tuple[str, str, str]] = field(default_factory=list)
    undone: int = 0
    job: int | None = None

    @classmethod
    def of(cls, record: GuidedImport) -> "Brought":
        """What a record holds."""
        plain = json.loads(record.content)
        files = [BroughtFile(**one) for one in plain.pop("files")]
        return cls(files=files, **plain)

    def to_text(self) -> str:
        """As it is kept. Letters stay letters, so that a person's name is found in it."""
        # Not `asdict`, which copies every cell.
        return json.dumps(vars(self) | {"files": [vars(one) for one in self.files]}, ensure_ascii=False)

    @property
    def rows(self) -> int:
        """How many rows are to be brought over."""
        return sum(len(one.rows) - len(one.out) for one in self.files)

    def in_order(self) -> Iterator[tuple[int, BroughtFile]]:
        """The files with their places, what is referred to before what refers to it."""
        order = {one.name: place for place, one in enumerate(FILES)}
        return iter(sorted(enumerate(self.files), key=lambda it: order.get(it[1].kind, 99)))

    def forget_check(self) -> None:
        """What the last check found no longer holds."""
        self.faults, self.fault_rows, self.kinds, self.alike, self.told = [], 0, [], [], []
        for one in self.files:
            one.counts = []
