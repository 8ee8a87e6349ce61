"""What is wrong with the files, line by line, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

LISTED_IN_FULL = 60


class CellError(ValueError):
    """A cell can't stand; the message says why and what may."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong: in a column of a line, in a whole line (no column), or in a whole file (line 1, no column)."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: " + (f"{self.column}: " if self.column else "") + self.message

    @property
    def reason(self) -> str:
        """The problem as it stands in a file of rejected rows, where file and line are no longer of use."""
        return f"{self.column}: {self.message}" if self.column else self.message


@dataclass
class Report:
    """All that was found. `warnings` stop nothing."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def closing_line(self) -> str:
        """How many problems in how many files."""
        files = len({problem.file for problem in self.problems})
        return f"{counted(len(self.problems), 'problem')} in {counted(files, 'file')}."


def counted(number: int, noun: str) -> str:
    """`1 file`, `2,000 files`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def shown(text: str) -> str:
    """A cell's text in quotes, on one line and not too long."""
    line = " ".join(text.split())
    return f"'{line if len(line) <= 60 else line[:57] + '…'}'"


def either(choices: Iterable[str], given: str = "") -> str:
    """`use a, b or c`; where there are very many, only those most like `given`."""
    names = list(choices)
    if len(names) > LISTED_IN_FULL:
        names = get_close_matches(given, names, n=5, cutoff=0.3)
        if not names:
            return "the definitions list what may stand here"
    if not names:
        return "none is defined"
    return "use " + (names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}")
