"""A small evidence folder, made by code from the published contract, for tests of the site."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

VALUES = [
    "framework",
    "measure",
    "contract",
    "provider",
    "breakdown",
    "group",
    "period_start",
    "period_end",
    "interval",
    "numerator",
    "denominator",
    "value",
    "unit",
    "ci_low",
    "ci_high",
    "target",
    "stretch",
    "status",
    "label",
    "symbol",
    "basis",
]
QUARTERS = [
    (date(y, m, 1), date(y + (m == 10), (m + 3) % 12 or 12, 1) - timedelta(days=1))
    for y in (2024, 2025)
    for m in (1, 4, 7, 10)
]

FRAMEWORKS = [
    ("six-kpis", "Six key indicators", "What home care is judged on.", "Annex 1", "A council", "2020", "People at home"),
    ("hub", "Carers’ hub", "What changes for <carers> & *families*.", "Source 2", "Another council", "2022", "Carers"),
]
OUTCOMES = [
    ("hub", "wellbeing", "Health and wellbeing", "Carers feel well."),
    ("hub", "wellbeing.emergency-plan", "Emergency plan", "I have an emergency plan."),
    ("hub", "time-out", "Time out", "Carers have time to themselves."),
    ("six-kpis", "agreed", "Outcomes agreed in the plan", "People achieve what was agreed."),
]
MEASURE_COLUMNS = [
    "framework",
    "measure",
    "title",
    "description",
    "theme",
    "unit",
    "subject",
    "direction",
    "formula",
    "interval",
    "source",
    "kind",
    "level",
]
MEASURES = [
    (
        "hub",
        "k1",
        "Carers who feel supported",
        "Carers who say they feel supported.",
        "wellbeing",
        "percent",
        "people",
        "higher",
        "carers who agree ÷ carers asked",
        "quarter",
        "Source 2, K1",
        "better_off",
        "performance",
    ),
    (
        "hub",
        "k3.kept",
        "Helped to keep work",
        "Carers helped to keep work.",
        "work",
        "count",
        "people",
        "higher",
        "carers helped",
        "quarter",
        "Source 2, K3",
        "how_much",
        "performance",
    ),
    (
        "hub",
        "wellbeing.emergency-plan.survey",
        "Has an emergency plan",
        "",
        "wellbeing",
        "percent",
        "people",
        "higher",
        "agree ÷ asked",
        "quarter",
        "Source 2",
        "better_off",
        "performance",
    ),
    (
        "hub",
        "calls",
        "Calls made",
        "Calls.",
        "reach",
        "count",
        "activity",
        "none",
        "calls",
        "quarter",
        "Source 2",
        "how_much",
        "performance",
    ),
    ("hub", "empty", "Not yet counted", "", "reach", "count", "activity", "none", "", "year", "", "how_much", "population"),
    (
        "six-kpis",
        "kpi6",
        "Staff turnover",
        "Workers who left.",
        "",
        "percent",
        "activity",
        "lower",
        "left ÷ average in post",
        "quarter",
        "Source 4, KPI 6",
        "how_well",
        "performance",
    ),
]


def share(measure: str, quarter: int, numerator: int, base: int, low: float, high: float, **changes: str) -> dict[str, str]:
    """A published percentage of people."""
    percent = f"{numerator * 100 / base:.0f}"
    row = _row("hub", measure, quarter, "percent")
    row |= {"numerator": str(numerator), "denominator": str(base), "value": percent, "ci_low": f"{low:g}"}
    return row | {"ci_high": f"{high:g}", "label": f"{percent}%", "basis": "reviews"} | changes


def hidden(measure: str, quarter: int, **changes: str) -> dict[str, str]:
    """A suppressed figure."""
    return _row("hub", measure, quarter, "percent") | {"label": "[c]", "symbol": "c", "basis": "reviews"} | changes


def count(framework: str, measure: str, quarter: int, value: int, **changes: str) -> dict[str, str]:
    """A count, or any figure without an interval."""
    row = _row(framework, measure, quarter, "count")
    return row | {"value": str(value), "label": f"{value:,}", "basis": "records"} | changes


def _row(framework: str, measure: str, quarter: int, unit: str) -> dict[str, str]:
    start, end = QUARTERS[quarter]
    row = dict.fromkeys(VALUES, "") | {"framework": framework, "measure": measure, "unit": unit, "interval": "quarter"}
    row |= {"contract": "all", "provider": "all", "breakdown": "none", "group": "all", "status": "none"}
    return row | {"period_start": start.isoformat(), "period_end": end.isoformat()}


def values() -> list[dict[str, str]]:
    """Rows with every kind of figure: numbers, words, hidden, several bases, groups, contracts, history."""
    rows = []
    for quarter, agree in enumerate([40, 45, 45, 40, 0, 60, 65, 70]):
        target = {"target": "60", "status": "met" if agree > 60 else "missed" if agree < 50 else "close"}
        if agree:
            rows.append(share("k1", quarter, agree, 100, agree - 9, agree + 9, **target))
        else:
            rows.append(hidden("k1", quarter, target="60"))
    rows += [share("k1", q, 55, 120, 37, 55, basis="survey") for q in (6, 7)]
    words = {"denominator": "20", "label": "about half", "symbol": "u", "basis": "reviews"}
    by_contract = {"contract": "C1", "provider": "p1"}
    rows += [_row("hub", "k1", 7, "percent") | words | by_contract]
    rows += [
        hidden("k1", 6, **by_contract),
        share("k1", 7, 35, 85, 31, 52, contract="C2", provider="p2", status="missed", target="60"),
    ]
    for group in ("under_65", "65_and_over", "not_known"):
        breakdown = {"breakdown": "age_group", "group": group}
        rows.append(hidden("k1", 7, **breakdown) if group == "not_known" else share("k1", 7, 30, 50, 46, 72, **breakdown))
    past = {"basis": "published", "period_start": "2007-01-01", "period_end": "2007-12-31", "interval": "year"}
    later = past | {"period_start": "2008-01-01", "period_end": "2008-12-31"}
    rows += [_row("hub", "k1", 0, "percent") | past | {"value": "37", "label": "37%"}]
    rows += [_row("hub", "k1", 0, "percent") | later | {"value": "43", "label": "43%"}]
    rows += [count("hub", "calls", q, 1200 + q) for q in range(8)]
    rows += [count("hub", "k3.kept", q, 20 + 5 * (q % 3), target="20", status="met") for q in range(8)]
    survey = "wellbeing.emergency-plan.survey"
    rows += [share(survey, 3, 50, 100, 40, 60, basis="survey"), share(survey, 7, 55, 100, 45, 65, basis="survey")]
    rows += [count("six-kpis", "kpi6", 7, 18, unit="percent", label="18%", target="20", status="met", basis="return")]
    return rows


SMALL = {
    "readings.csv": (
        "framework measure kind text",
        [
            ("hub", "k1", "reading", "We read the 70% as standing beside this row."),
            ("six-kpis", "kpi6", "finding", "The source says higher of a figure whose level is less than."),
            ("hub", "", "reading", "Quarters run from April."),
        ],
    ),
    "contracts.csv": (
        "contract framework provider provider_name starts_on ends_on",
        [
            ("C1", "hub", "p1", "Alder Carers", "2023-04-01", ""),
            ("C2", "hub", "p2", "Birch & Co", "2023-04-01", ""),
        ],
    ),
    "measure_outcomes.csv": (
        "framework outcome measure",
        [
            ("hub", "wellbeing", "k1"),
            ("hub", "wellbeing.emergency-plan", "wellbeing.emergency-plan.survey"),
            ("six-kpis", "agreed", "kpi6"),
        ],
    ),
    "payments.csv": (
        "contract contract_year element weight_or_amount state reason",
        [
            ("C1", "1", "k3.kept", "£12,500", "earned", "Met in every quarter."),
            ("C1", "2", "k3.kept", "£12,500", "reachable", "Two quarters to go."),
            ("C1", "2", "pbr-drop-ins", "£12,500", "undecided", "Nobody has decided yet."),
        ],
    ),
    "names.csv": (
        "kind framework of id title",
        [
            ("element", "hub", "", "pbr-drop-ins", "Pay by results: drop-in sessions"),
            ("group", "hub", "age_group", "65_and_over", "65 or older"),
        ],
    ),
    "quotes.csv": ("framework outcome quote consent", [("hub", "wellbeing", "I could <b>breathe</b> again.", "Q-1")]),
    "changes.csv": (
        "framework provider said did when",
        [("hub", "p1", "Calls came too early.", "We ring after ten.", "2025-06-01")],
    ),
    "audit.csv": (
        "framework provider period_start intervention intervention_title group group_title part value",
        [
            ("hub", "all", "2025-04-01", "breaks", "Breaks", "working_age", "Working age", part, value)
            for part, value in [("rating", "green"), ("carers_rating", "amber"), ("reach", "Most townships")]
        ],
    ),
    "curves.csv": (
        "framework measure provider period_start part value",
        [
            ("hub", "k1", "p1", "2025-04-01", "story", "Winter closures cut the groups."),
        ],
    ),
    "context.csv": (
        "framework topic group value source year note",
        [
            ("hub", "carers", "65_and_over", "4,100", "Census", "2021", "Rounded"),
        ],
    ),
}
STORY = """---
title: A night's sleep
outcomes: [hub:wellbeing.emergency-plan]
published_on: 2025-07-01
consent: S-1
---
# Before
She had **not slept**. <script>alert(1)</script> [link](https://example.org/)
"""


def write_evidence(
    folder: Path,
    rows: Sequence[dict[str, str]] | None = None,
    files: dict[str, str] | None = None,
    **package: object,
) -> Path:
    """Write the sample to `folder`; `rows` replace values.csv, `files` any file's text, `package` its descriptor."""
    (folder / "stories").mkdir(parents=True, exist_ok=True)
    found = values() if rows is None else rows
    _write(folder / "values.csv", VALUES, ([row[name] for name in VALUES] for row in found))
    _write(folder / "measures.csv", MEASURE_COLUMNS, MEASURES)
    _write(folder / "outcomes.csv", ["framework", "outcome", "title", "statement"], OUTCOMES)
    _write(
        folder / "frameworks.csv",
        ["framework", "title", "summary", "source", "publisher", "published", "serves"],
        FRAMEWORKS,
    )
    for name, (columns, lines) in SMALL.items():
        _write(folder / name, columns.split(), lines)
    (folder / "stories" / "sleep.md").write_text(STORY, encoding="utf-8")
    for name, text in (files or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    describe(folder, **package)
    return folder


def describe(folder: Path, **package: object) -> None:
    """Write datapackage.json with the checksum and the columns of each file as it now stands."""
    resources = []
    for path in sorted([*folder.glob("*.csv"), *folder.glob("stories/*.md")]):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        resource: dict[str, object] = {"path": path.relative_to(folder).as_posix(), "hash": f"sha256:{digest}"}
        if path.suffix == ".csv":
            header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
            resource["schema"] = {"fields": [{"name": name, "type": "string"} for name in header]}
        resources.append(resource)
    described = {"name": "evidence", "release_date": "2026-02-01", "resources": resources} | package
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
