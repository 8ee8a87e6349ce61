"""Holds exact figures to a table worked out by hand: `<framework>/expected.csv`, from the import files beside it.

Columns of the table: measure, basis, contract (or `all`), interval, period_start, breakdown and group (empty: none),
numerator and denominator (of a share), value (`62.5`, `200/3`, `not applicable`: nothing to divide by, `not available`:
not filed though due, `no figure`), working (the sum in words). A row with a breakdown asks for all of its groups.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from flask import Flask

from forms_app.app import library
from forms_app.commands.exchange import import_
from forms_app.database import db
from site_builder.evidence.command import evidence
from site_builder.figures.figure import Figure
from site_builder.figures.work_out import Workshop
from surveys.model.framework import Framework

HERE = Path(__file__).parent
NOT_APPLICABLE, NOT_AVAILABLE, NO_FIGURE = "not applicable", "not available", "no figure"
NAMES = ("measure", "basis", "contract", "interval", "period_start", "breakdown", "group")
DEFAULTS = {"breakdown": "none", "group": "all"}
SEEN = ("numerator", "denominator", "value", "ci_low", "ci_high", "status", "label", "symbol")
Key = tuple[str, ...]
"""The cells of a row under `NAMES`."""


@dataclass(frozen=True)
class Expected:
    """One row of a table, as it is written."""

    line: int
    key: Key
    numerator: str
    denominator: str
    value: str
    working: str


def expected_rows(framework: str, name: str = "expected.csv") -> list[Expected]:
    """The table of a framework's folder."""
    with (HERE / framework / name).open(encoding="utf-8", newline="") as stream:
        return [
            Expected(
                line,
                tuple(row[name] or DEFAULTS.get(name, "") for name in NAMES),
                row["numerator"],
                row["denominator"],
                row["value"],
                row["working"],
            )
            for line, row in enumerate(csv.DictReader(stream), start=2)
        ]


def import_case(app: Flask, framework: str, *more: str) -> None:
    """Import the framework's folder, then its folders `more` one after the other (corrections), by the real command."""
    for folder in [HERE / framework, *(HERE / framework / name for name in more)]:
        result = app.test_cli_runner().invoke(import_, [str(folder)])
        assert result.exit_code == 0, result.output


def exact_figures(framework: str, as_of: date) -> list[Figure]:
    """Every figure of the framework before protection. Needs an app context."""
    return list(Workshop(db.session(), library(), library().frameworks[framework], as_of).figures())


def by_key(figures: Iterable[Figure]) -> dict[Key, Figure]:
    """Figures by what the table names them by."""
    found: dict[Key, Figure] = {}
    for figure in figures:
        key = key_of(figure)
        assert key not in found, f"{key} was worked out twice"
        found[key] = figure
    return found


def key_of(figure: Figure) -> Key:
    """What a table names the figure by."""
    period = figure.period
    return (
        figure.measure.id, figure.basis, figure.contract, period.interval, period.start.isoformat(), figure.breakdown,
        figure.group,
    )  # fmt: skip


def differences(rows: list[Expected], figures: Mapping[Key, Figure]) -> list[str]:
    """Where figures are not what was worked out by hand, one line each; and groups that the table does not have."""
    found = [told for row in rows if (told := _difference(row, figures.get(row.key)))]
    in_table = {row.key for row in rows}
    broken_down = {key[:-1] for key in in_table if key[5] != "none"}
    surplus = [key for key in figures if key[:-1] in broken_down and key not in in_table]
    return found + [f"{' '.join(key)}: is {_told(figures[key])}, and the table has no such group" for key in surplus]


def _difference(row: Expected, figure: Figure | None) -> str:
    wanted = (row.value, "", "")
    if row.value not in (NOT_APPLICABLE, NOT_AVAILABLE, NO_FIGURE):
        wanted = (_plain(row.value), _plain(row.numerator), _plain(row.denominator))
    is_ = _shape(figure, with_ratio=bool(row.numerator or row.denominator))
    return "" if is_ == wanted else f"line {row.line}: {' '.join(row.key)}: by hand {wanted}, is {is_} ({row.working})"


def _shape(figure: Figure | None, *, with_ratio: bool) -> tuple[str, str, str]:
    if figure is None:
        return (NO_FIGURE, "", "")
    if not figure.available:
        return (NOT_AVAILABLE, "", "")
    if figure.value is None:
        return (NOT_APPLICABLE, "", "")
    if not with_ratio:
        return (str(figure.value), "", "")
    if figure.moments is not None:
        return (str(figure.value), str(figure.moments.total), str(figure.moments.count))
    ratio = figure.ratio
    return (str(figure.value), *(str(part) for part in ratio)) if ratio else (str(figure.value), "", "")  # type: ignore[return-value]


def _told(figure: Figure) -> str:
    return _shape(figure, with_ratio=False)[0]


def _plain(text: str) -> str:
    return str(Fraction(text)) if text else ""


def ways_without_a_value(framework: Framework, rows: list[Expected]) -> list[str]:
    """The measures' ways (`measure by basis, interval`) for which the table has no number at all."""
    valued = {(row.key[0], row.key[1], row.key[3]) for row in rows if row.value[:1].isdigit() or row.value[:1] == "-"}
    return [
        f"{measure.id} by {way.basis}, {measure.interval}"
        for measure in framework.measures
        for way in measure.ways
        if (measure.id, way.basis, measure.interval) not in valued
        and not (way.basis == "published" and any(key[:2] == (measure.id, "published") for key in valued))
    ]


def shown_differences(framework: str, published: Iterable[Mapping[str, str]]) -> list[str]:
    """Where rows of `values.csv` are not what `shown.csv` has for them: what a reader may see, by the disclosure rules."""
    found = {tuple(row[name] for name in NAMES): row for row in published if row["framework"] == framework}
    told = []
    with (HERE / framework / "shown.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = tuple(row[name] or DEFAULTS.get(name, "") for name in NAMES)
            is_ = {name: found[key][name] for name in SEEN} if key in found else {}
            if {name: _number(text) for name, text in is_.items()} != {name: _number(row[name]) for name in SEEN}:
                told.append(f"{' '.join(key)}: by hand {[row[name] for name in SEEN]}, is {list(is_.values())}")
    return told


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def evidence_rows(app: Flask, as_of: date, out: Path, name: str) -> list[dict[str, str]]:
    """The rows of one file of the evidence (`values.csv`, `payments.csv`), written to `out` by the real command."""
    if not out.exists():
        result = app.test_cli_runner().invoke(evidence, ["--as-of", as_of.isoformat(), "--out", str(out)])
        assert result.exit_code == 0, result.output
    with (out / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
