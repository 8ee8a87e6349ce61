"""An evidence folder in, one checked `Evidence` out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from site_builder.site.errors import EvidenceError
from site_builder.site.evidence.columns import COLUMNS, VALUES
from site_builder.site.evidence.model import Evidence, Figure, Framework, Measure, Outcome
from site_builder.site.evidence.package import read_package
from site_builder.site.evidence.stories import read_stories
from site_builder.site.evidence.tables import read_figures, read_tables, rows_of

DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
WORDS = {"quotes.csv": ("quote", "consent"), "changes.csv": ("said", "did")}
TYPED = ("values.csv", "measures.csv", "outcomes.csv", "frameworks.csv")


def read_evidence(folder: Path) -> Evidence:
    """Read and check an evidence folder.

    Raises EvidenceError naming every fault: a wrong checksum, a missing file or column, a broken cell, a hidden
    figure that still shows a number, a row that names a framework, measure or outcome nobody defines.
    """
    package = read_package(folder)
    faults: list[str] = []
    frames = read_tables(folder, package, faults)
    figures = read_figures(frames["values.csv"], faults)
    stories = read_stories(folder, faults)
    frameworks = [Framework(**_only(row, "frameworks.csv")) for row in rows_of(frames["frameworks.csv"])]
    measures = [Measure(**_only(row, "measures.csv")) for row in rows_of(frames["measures.csv"])]
    if not faults:
        _check_references(frames, frameworks, measures, figures, faults)
    if faults:
        raise EvidenceError(faults)
    return Evidence(
        folder=folder,
        package=package,
        release_date=_release_date(package),
        made_up=bool(package.get("made_up")),
        frameworks=frameworks,
        outcomes=_nest(rows_of(frames["outcomes.csv"])),
        measures=measures,
        figures=figures,
        value_lines=_lines_by_measure(frames["values.csv"]),
        stories=stories,
        tables={name: _in_words(name, rows_of(frame)) for name, frame in frames.items() if name not in TYPED},
    )


def _in_words(name: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows without the apostrophe that keeps spreadsheets from running someone's words as a formula."""
    ours = WORDS.get(name, ())
    return [row | {column: row[column].removeprefix("'") for column in ours} for row in rows]


def _only(row: dict[str, str], name: str) -> dict[str, str]:
    return {column: row[column] for column in COLUMNS[name]}


def _release_date(package: dict[str, Any]) -> str:
    for key in ("release_date", "released_on", "created"):
        if package.get(key):
            return str(package[key])[:10]
    raise EvidenceError(["datapackage.json: has no release_date"])


def _lines_by_measure(frame: pd.DataFrame) -> dict[tuple[str, str], list[list[str]]]:
    lines: dict[tuple[str, str], list[list[str]]] = {}
    for cells in frame[list(VALUES)].itertuples(index=False, name=None):
        lines.setdefault((str(cells[0]), str(cells[1])), []).append([str(cell) for cell in cells])
    return lines


def _nest(rows: list[dict[str, str]]) -> list[Outcome]:
    """Top-level outcomes, each with the statements whose id lies beneath it (`wellbeing.emergency-plan`)."""
    beneath: dict[tuple[str, str], list[Outcome]] = {}
    for row in rows:
        top, dot, _ = row["outcome"].partition(".")
        if dot:
            found = Outcome(row["framework"], row["outcome"], row["title"], row["statement"])
            beneath.setdefault((row["framework"], top), []).append(found)
    return [
        Outcome(
            row["framework"],
            row["outcome"],
            row["title"],
            row["statement"],
            tuple(beneath.get((row["framework"], row["outcome"]), ())),
        )
        for row in rows
        if "." not in row["outcome"]
    ]


def _check_references(
    frames: dict[str, pd.DataFrame],
    frameworks: list[Framework],
    measures: list[Measure],
    figures: list[Figure],
    faults: list[str],
) -> None:
    known_frameworks = {framework.framework for framework in frameworks}
    known_measures = {measure.key for measure in measures}
    for measure in measures:
        if measure.framework not in known_frameworks:
            faults.append(f"measures.csv: {measure.measure} is of the framework {measure.framework!r}, not defined")
    unknown = {(figure.framework, figure.measure) for figure in figures} - known_measures
    faults.extend(f"values.csv: {framework}:{name} is not in measures.csv" for framework, name in sorted(unknown))
    outcomes = {(row["framework"], row["outcome"]) for row in rows_of(frames["outcomes.csv"])}
    for framework, outcome in sorted(outcomes):
        if (framework, outcome.partition(".")[0]) not in outcomes:
            faults.append(f"outcomes.csv: {framework}:{outcome} is a statement beneath an outcome that is not there")
    for row in rows_of(frames["breaks.csv"]):
        if (row["framework"], row["measure"]) not in known_measures:
            faults.append(f"breaks.csv: {row['framework']}:{row['measure']} is not in measures.csv")
        if not DAY.fullmatch(row["from"]):
            faults.append(f"breaks.csv: from {row['from']!r} is not a date")
    for row in rows_of(frames["measure_outcomes.csv"]):
        if (row["framework"], row["measure"]) not in known_measures:
            faults.append(f"measure_outcomes.csv: {row['framework']}:{row['measure']} is not in measures.csv")
        if (row["framework"], row["outcome"]) not in outcomes:
            faults.append(f"measure_outcomes.csv: {row['framework']}:{row['outcome']} is not in outcomes.csv")
