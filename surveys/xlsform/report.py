"""What became of each row of a form."""

from dataclasses import dataclass, field
from typing import Literal

State = Literal["kept", "changed", "left"]


@dataclass(frozen=True)
class Line:
    """One thing of a form and what became of it. `row` is its row in the sheet, as a spreadsheet numbers it (0: none)."""

    sheet: str
    row: int
    name: str
    state: State
    why: str = ""


@dataclass
class Report:
    """The lines of a report as it is written."""

    lines: list[Line] = field(default_factory=list)

    def add(self, sheet: str, row: int, name: str, state: State, why: str = "") -> None:
        """Note what became of one thing."""
        line = Line(sheet, row, name, state, why)
        if line not in self.lines:
            self.lines.append(line)

    def settled(self) -> list[Line]:
        """The lines in the order of the sheets and rows. A row that was changed or left out is not also "kept"."""
        spoken = {(line.sheet, line.row) for line in self.lines if line.state != "kept"}
        lines = [line for line in self.lines if line.state != "kept" or (line.sheet, line.row) not in spoken]
        order = {"settings": 0, "survey": 1, "choices": 2}
        return sorted(lines, key=lambda line: (order.get(line.sheet, 3), line.sheet, line.row))
