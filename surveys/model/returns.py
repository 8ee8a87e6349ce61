"""Returns: what a provider files for a period, as a form made from the definition."""

from typing import Literal

from pydantic import Field

from surveys.model.common import DottedId, Id, Strict
from surveys.periods import Interval


class Choice(Strict):
    """One option of a choice field."""

    code: Id
    label: str


class ReturnField(Strict):
    """One field of a return.

    `kind`: `count` (whole number from 0), `number` (from 0), `money` (pounds and pence from 0), `percent` (0–100),
    `text`, `choice`, `date`. `measure` names the measure it serves; `by: localities` repeats the field for each locality
    of the framework (five townships), making `field.code` ids when it is loaded.
    """

    id: DottedId
    label: str
    kind: Literal["count", "number", "money", "percent", "text", "choice", "date"]
    hint: str | None = None
    measure: DottedId | None = None
    required: bool = False
    choices: list[Choice] = []
    outcome: DottedId | None = None
    by: Literal["localities"] | None = None


class Section(Strict):
    """Fields that stand together on one page of the form."""

    id: Id
    title: str
    intro: str | None = None
    fields: list[ReturnField]


class Check(Strict):
    """A rule that a return must pass, or say why it does not: `A <= B`, `A + B + D + E = F + C`.

    `rule`: two formulas of fields (or of `opening`, what the previous period left open) joined by `<=`, `<`, `>=`, `>`
    or `=` (a field id's `.` and `-` are written `_`);
    `tolerance` in the unit of the fields, `tolerance_percent` of the right side.
    """

    rule: str
    message: str
    tolerance: float = 0
    tolerance_percent: float = 0


class DueDay(Strict):
    """When a return is due: a day of the month after the period, or before the contract meeting.

    With `before_contract_meeting`, the contract's own meeting day is used, and `day` only where it has none.
    """

    day: int = Field(ge=1, le=28)
    months_after: int = Field(default=1, ge=0, le=6)
    before_contract_meeting: bool = False


class Matrix(Strict):
    """A form that asks the same parts of every row and column (the Carers' Hub audit): field ids `row.column.part`."""

    rows: list[Choice]
    columns: list[Choice]
    parts: list[ReturnField]

    def square(self, row: Choice, column: Choice) -> list[ReturnField]:
        """The fields of one row and column, under their full ids."""
        return [part.model_copy(update={"id": f"{row.code}.{column.code}.{part.id}"}) for part in self.parts]


class Form(Strict):
    """One return: its fields in sections, its interval, due day and checks."""

    id: Id
    title: str
    interval: Interval
    due: DueDay
    intro: str | None = None
    sections: list[Section] = []
    matrix: Matrix | None = None
    checks: list[Check] = []

    def every_field(self) -> list[ReturnField]:
        """All the fields in order, the matrix's written out."""
        plain = [field for section in self.sections for field in section.fields]
        if not self.matrix:
            return plain
        matrix = self.matrix
        return plain + [field for row in matrix.rows for column in matrix.columns for field in matrix.square(row, column)]
