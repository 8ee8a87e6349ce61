"""What an evidence folder says, as typed records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of values.csv; percentages are 0-100. `label` is what a reader sees, and is never empty."""

    framework: str
    measure: str
    contract: str
    provider: str
    breakdown: str
    group: str
    period_start: date
    period_end: date
    interval: str
    numerator: float | None
    denominator: float | None
    value: float | None
    unit: str
    ci_low: float | None
    ci_high: float | None
    target: float | None
    stretch: float | None
    status: str
    label: str
    symbol: str
    basis: str

    @property
    def hidden(self) -> bool:
        """Whether it is hidden to protect people."""
        return self.symbol == "c"

    @property
    def has_interval(self) -> bool:
        """Whether it has both ends of a 95% interval."""
        return self.ci_low is not None and self.ci_high is not None


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of measures.csv, as text."""

    framework: str
    measure: str
    title: str
    description: str
    theme: str
    unit: str
    subject: str
    direction: str
    formula: str
    interval: str
    source: str
    kind: str
    level: str

    @property
    def key(self) -> tuple[str, str]:
        """What measures are looked up by: framework and measure."""
        return self.framework, self.measure


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome; `statements` are the things people should be able to say beneath it."""

    framework: str
    outcome: str
    title: str
    statement: str
    statements: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """One row of frameworks.csv, as text."""

    framework: str
    title: str
    summary: str
    source: str
    publisher: str
    published: str
    serves: str


@dataclass(frozen=True, slots=True)
class Story:
    """An approved case study; `body` is Markdown as approved, to be made safe before it is shown."""

    name: str
    title: str
    outcomes: tuple[tuple[str, str], ...]
    published_on: str
    body: str


@dataclass(frozen=True)
class Evidence:
    """A whole evidence folder, checked. Rows keep the order of their files."""

    folder: Path
    package: Mapping[str, object]
    release_date: str
    made_up: bool
    frameworks: Sequence[Framework]
    outcomes: Sequence[Outcome]
    measures: Sequence[Measure]
    figures: Sequence[Figure]
    value_lines: Mapping[tuple[str, str], Sequence[Sequence[str]]]
    stories: Sequence[Story]
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def names(self, kind: str, framework: str, of: str = "") -> dict[str, str]:
        """The words for the ids of one kind ("element", "group") of a framework, by id."""
        return {row["id"]: row["title"] for row in self.rows("names", framework) if (row["kind"], row["of"]) == (kind, of)}

    def rows(self, name: str, framework: str | None = None) -> list[Row]:
        """The rows of a small table such as "changes", of one framework where it is named."""
        rows = self.tables.get(f"{name}.csv", ())
        return [row for row in rows if framework is None or row["framework"] == framework]
