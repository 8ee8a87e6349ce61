"""The shape of a file: its columns, its key, what its rows refer to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from forms_app.database import Base
from forms_app.exchange.kinds import Kind, Setting
from forms_app.exchange.known import Known

Values = dict[str, Any]
Fault = tuple[str, str]
"""A column and what is wrong in it."""


@dataclass(frozen=True)
class Context:
    """What a row is checked against, beyond its own cells. `own`: the only provider whose rows may come in, if not all."""

    setting: Setting
    known: Known
    own: str | None = None


RowCheck = Callable[[Values, Context], Iterable[Fault]]


@dataclass(frozen=True)
class Column:
    """One column. `refers` names the thing (`provider`, `person`, …) that the cell must be the key of.

    `empty`: what an empty cell stands for.
    """

    name: str
    kind: Kind
    required: bool = False
    refers: str | None = None
    empty: str | None = None


@dataclass(frozen=True)
class File:
    """One file of the exchange.

    `thing`: what one row is, as messages call it. `in_order`: pairs of date columns of which the second can't be the
    earlier. `checks` run on rows whose cells could all be read. `stand_together`: columns that make up one whole; a whole
    with a bad row in it is not imported. `more_columns`: names of further columns, as the definitions give them.
    """

    name: str
    thing: str
    model: type[Base]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    in_order: tuple[tuple[str, str], ...] = ()
    checks: tuple[RowCheck, ...] = ()
    stand_together: tuple[str, ...] = ()
    more_columns: Callable[[Setting], tuple[Column, ...]] | None = None

    @cached_property
    def references(self) -> tuple[tuple[str, str], ...]:
        """Columns that refer to something, with what they refer to; the provider's first."""
        found = [(column.name, column.refers) for column in self.columns if column.refers]
        return tuple(sorted(found, key=lambda it: it[1] != "provider"))

    def all_columns(self, setting: Setting) -> tuple[Column, ...]:
        """The columns, with those that come from the definitions."""
        return self.columns + (self.more_columns(setting) if self.more_columns else ())
