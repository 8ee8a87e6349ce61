"""The evidence with its cross-references followed: what every page needs to look up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from site_builder.site.evidence import Evidence, Figure, Framework, Measure, Outcome, Story
from site_builder.site.figures.change import Change, change_since_last_year
from site_builder.site.figures.series import MeasureFigures, Series, arrange


@dataclass(frozen=True, slots=True)
class Summary:
    """A measure on one line: its latest overall figure and how that compares with a year earlier."""

    measure: Measure
    latest: Figure | None = None
    change: Change | None = None

    @property
    def has_figure(self) -> bool:
        """Whether there is anything to read: a number, words, or a figure hidden to protect people."""
        return self.latest is not None and self.latest.symbol not in {"x", "z"}


class Catalogue:
    """Look-ups over one evidence folder."""

    def __init__(self, evidence: Evidence, made_up: bool) -> None:
        self.evidence = evidence
        self.made_up = made_up or evidence.made_up
        self._arranged = arrange(evidence.figures)
        self._names = {row["provider"]: row["provider_name"] for row in evidence.rows("contracts")}
        self.summaries = {measure.key: self._summary(measure) for measure in evidence.measures}

    def figures(self, measure: Measure) -> MeasureFigures:
        """All figures of a measure, put in order; empty where it has none."""
        return self._arranged.get(measure.key, MeasureFigures())

    def measures_of(self, framework: str) -> list[Measure]:
        """The measures of a framework in the order of their ids, k2 before k10."""
        found = [measure for measure in self.evidence.measures if measure.framework == framework]
        return sorted(found, key=lambda measure: natural(measure.measure))

    def outcomes_of(self, framework: str) -> list[Outcome]:
        """The outcomes of a framework, in the order of its source."""
        return [outcome for outcome in self.evidence.outcomes if outcome.framework == framework]

    def framework(self, framework: str) -> Framework:
        """The framework with this id, which the evidence must hold."""
        return next(found for found in self.evidence.frameworks if found.framework == framework)

    def measures_for(self, outcome: Outcome) -> list[Measure]:
        """The measures tagged with an outcome or with a statement beneath it."""
        ids = {
            row["measure"]
            for row in self.evidence.rows("measure_outcomes", outcome.framework)
            if row["outcome"].partition(".")[0] == outcome.outcome
        }
        return [measure for measure in self.measures_of(outcome.framework) if measure.measure in ids]

    def outcomes_for(self, measure: Measure) -> list[Outcome]:
        """The outcomes that a measure is evidence for."""
        ids = {
            row["outcome"].partition(".")[0]
            for row in self.evidence.rows("measure_outcomes", measure.framework)
            if row["measure"] == measure.measure
        }
        return [outcome for outcome in self.outcomes_of(measure.framework) if outcome.outcome in ids]

    def stories_for(self, framework: str, outcome: str | None = None) -> list[Story]:
        """The case studies that speak of a framework, or of one outcome of it; newest first."""
        return [
            story
            for story in self.evidence.stories
            if any(f == framework and outcome in (None, o.partition(".")[0]) for f, o in story.outcomes)
        ]

    def quotes_for(self, outcome: Outcome) -> list[Mapping[str, str]]:
        """The approved quotes that speak of an outcome or of a statement beneath it."""
        rows = self.evidence.rows("quotes", outcome.framework)
        return [row for row in rows if row["outcome"].partition(".")[0] == outcome.outcome]

    def breaks_of(self, measure: Measure) -> list[Mapping[str, str]]:
        """Where the measure's series from surveys breaks (`from`), and why (`note`); the oldest first."""
        rows = self.evidence.rows("breaks", measure.framework)
        return sorted((row for row in rows if row["measure"] == measure.measure), key=lambda row: row["from"])

    def break_days(self, measure: Measure) -> list[date]:
        """The days of those breaks."""
        return [date.fromisoformat(row["from"]) for row in self.breaks_of(measure)]

    def provider_name(self, provider: str) -> str:
        """A provider's name; its id where no contract names it, and "All providers" for all."""
        return "All providers" if provider in {"all", ""} else self._names.get(provider) or provider

    def place_name(self, contract: str, provider: str) -> str:
        """Whose figure it is: "All providers", a provider's name, with the contract where one is named."""
        name = self.provider_name(provider)
        if contract in {"all", ""}:
            return name
        return f"Contract {contract}" if provider in {"all", ""} else f"{name}, contract {contract}"

    def missed_by(self, measure: Measure) -> list[tuple[str, Figure]]:
        """Where the newest figure of a contract missed its target: names in alphabetical order, never ranked."""
        found = []
        for (contract, provider), several in self.figures(measure).by_contract.items():
            latest = several[0].latest
            if latest.status == "missed":
                found.append((self.place_name(contract, provider), latest))
        return sorted(found, key=lambda item: item[0])

    def status_counts(self, measures: list[Measure]) -> dict[str, int]:
        """How many measures met, missed or have no target, by their latest overall figure; some have none yet."""
        latest = (self.summaries[measure.key].latest for measure in measures)
        return dict(Counter(figure.status or "none" for figure in latest if figure and figure.symbol not in {"x", "z"}))

    def _summary(self, measure: Measure) -> Summary:
        series = self.figures(measure).main(measure)
        if series is None:
            return Summary(measure)
        latest = _headline_figure(series)
        change = (
            change_since_last_year(measure, series, latest, self.break_days(measure)) if latest.value is not None else None
        )
        return Summary(measure, latest, change)


def natural(identifier: str) -> list[tuple[int, str]]:
    """A key that sorts the numbers inside ids by their size."""
    return [(int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", identifier)]


def _headline_figure(series: Series) -> Figure:
    """The newest figure with a number; where none has one, the newest row, whose label says why."""
    return series.latest_published or series.latest
