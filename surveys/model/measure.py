"""A measure: what it is, how it is worked out, what is aimed at."""

from typing import Literal

from pydantic import Field, model_validator

from surveys.model.common import DottedId, Id, Strict
from surveys.model.source import Way
from surveys.periods import Interval

Unit = Literal["percent", "count", "score", "hours", "gbp", "days"]


class Target(Strict):
    """What is aimed at in each period of `interval` (the measure's own where empty).

    `value` in the measure's unit. `stretch` maps the contract year (1, 2, …) to the stretch value.
    `strictly`: the value itself does not reach it ("less than 20%").
    """

    value: float | None = None
    stretch: dict[int, float] = {}
    interval: Interval | None = None
    strictly: bool = False
    each: str | None = None
    """A further condition in words that a single number can't hold ("2 a month in each township")."""

    @model_validator(mode="after")
    def _says_something(self) -> "Target":
        if self.value is None and not self.stretch:
            raise ValueError("needs a value, or a stretch value by contract year")
        return self


class Published(Strict):
    """One figure of a series published before the system began (source 002, section 3.2)."""

    period_start: str
    period_end: str
    group: str = "all"
    value: float
    source: str
    note: str | None = None


class Measure(Strict):
    """One figure that is worked out for each provider, contract and period.

    `formula` uses the names of the quantities, + − × ÷ and brackets. A percentage ends in `× 100`: its numerator and
    denominator are read from it. `asks_for` is what the definition's words ask for where that differs from the formula's
    unit: the linter reports it, and a reading answers it.
    """

    id: DottedId
    title: str
    description: str
    theme: Id
    outcomes: list[DottedId] = []
    kind: Literal["how_much", "how_well", "better_off"]
    level: Literal["population", "performance"] = "performance"
    unit: Unit
    subject: Literal["people", "activity"]
    direction: Literal["higher", "lower", "none"] = "none"
    interval: Interval
    also: list[Interval] = []
    """Longer or shorter intervals that are shown too, with no target unless one names them."""
    part_of: DottedId | None = None
    formula: str | None = None
    ways: list[Way] = Field(min_length=1)
    targets: list[Target] = []
    breakdowns: list[Id] = []
    asks_for: Literal["number", "percentage"] | None = None
    collected_beside: list[str] = []
    """Fields that the source collects with this measure and that its formula never uses, shown beside it."""
    source_direction: Literal["higher", "lower"] | None = None
    """The direction the source states, where we read it otherwise."""
    question: DottedId | None = None
    published: list[Published] = []


class Reading(Strict):
    """How an unclear place of the source is read. Shown to everyone under "How we read this framework"."""

    id: Id
    measures: list[DottedId] = []
    text: str
    answers: list[str] = []
    """The linter's findings that this reading answers, by code (`direction-conflict`, `field-never-used`, …)."""


class Family(Strict):
    """Measures that are written once and made for each outcome or statement.

    In every text of `measures`, `{id}` stands for the outcome's or statement's id (a statement's is
    `outcome.statement`), `{title}` for its title, `{question}` for its survey question.
    """

    for_each: Literal["outcomes", "statements"]
    only: list[DottedId] = []
    measures: list[dict[str, object]]
