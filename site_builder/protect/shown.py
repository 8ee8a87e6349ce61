"""A figure as the public may see it."""

from dataclasses import dataclass
from typing import Literal

from site_builder.figures.figure import Figure

Symbol = Literal["", "c", "u", "x", "z", "p", "r"]


@dataclass(frozen=True)
class Shown:
    """What is shown of `of`. Numbers that are None are not shown; `label` is the text a reader sees.

    `of` stays inside the wall: it serves rules that look at a whole table, and is never written.
    """

    of: Figure
    label: str
    symbol: Symbol = ""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    because: str = ""
    """Why something is hidden (primary, complement, …), for the private log."""

    @property
    def hidden(self) -> bool:
        """Whether it is hidden to protect people."""
        return self.symbol == "c"
