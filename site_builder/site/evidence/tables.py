"""CSV files of the evidence folder, read as text first: nothing is guessed from how a cell looks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from site_builder.site.evidence.columns import (
    COLUMNS,
    HIDDEN_WHEN_SUPPRESSED,
    REQUIRED_FILES,
    STATUSES,
    SYMBOLS,
    VALUES,
)
from site_builder.site.evidence.model import Figure
from site_builder.site.evidence.package import resource_columns

NUMBERS = (*HIDDEN_WHEN_SUPPRESSED, "target", "stretch")


def read_tables(folder: Path, package: dict[str, Any], faults: list[str]) -> dict[str, pd.DataFrame]:
    """Every known CSV file as a frame of text; a file that may be absent is an empty frame."""
    return {name: _read_table(folder, name, package, faults) for name in COLUMNS}


def _read_table(folder: Path, name: str, package: dict[str, Any], faults: list[str]) -> pd.DataFrame:
    wanted = COLUMNS[name]
    path = folder / name
    if not path.is_file():
        if name in REQUIRED_FILES:
            faults.append(f"{name}: is missing")
        return pd.DataFrame(columns=list(wanted), dtype=str)
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (ValueError, UnicodeDecodeError) as error:
        faults.append(f"{name}: cannot be read as CSV ({error})")
        return pd.DataFrame(columns=list(wanted), dtype=str)
    found = [str(column) for column in frame.columns]
    declared = resource_columns(package, name)
    if declared is not None and declared != found:
        faults.append(f"{name}: its columns are {', '.join(found)}; datapackage.json says {', '.join(declared)}")
    missing = [column for column in wanted if column not in found]
    if missing or (name == "values.csv" and tuple(found) != VALUES):
        faults.append(f"{name}: its columns must be {', '.join(wanted)}; found {', '.join(found)}")
        return pd.DataFrame(columns=list(wanted), dtype=str)
    return frame


def read_figures(frame: pd.DataFrame, faults: list[str]) -> list[Figure]:
    """The rows of values.csv as figures; each broken cell adds one fault with its line."""
    figures = []
    for line, cells in enumerate(frame.itertuples(index=False, name=None), start=2):
        row = dict(zip(VALUES, (str(cell) for cell in cells), strict=True))
        before = len(faults)
        _check_row(row, line, faults)
        numbers = {name: _number(row, name, line, faults) for name in NUMBERS}
        start, end = _date(row, "period_start", line, faults), _date(row, "period_end", line, faults)
        if len(faults) == before and start and end:
            texts = {name: row[name] for name in VALUES if name not in NUMBERS and not name.startswith("period_")}
            figures.append(Figure(period_start=start, period_end=end, **texts, **numbers))  # type: ignore[arg-type]
    return figures


def _check_row(row: dict[str, str], line: int, faults: list[str]) -> None:
    where = f"values.csv:{line}"
    if not row["label"].strip():
        faults.append(f"{where}: label is empty, so a reader would see nothing")
    if row["symbol"] not in SYMBOLS:
        faults.append(f"{where}: symbol {row['symbol']!r} is not one of c, u, x, z, p, r")
    if row["status"] not in STATUSES:
        faults.append(f"{where}: status {row['status']!r} is not one of met, close, missed, none")
    if row["symbol"] != "c":
        return
    shown = [name for name in HIDDEN_WHEN_SUPPRESSED if row[name]]
    if shown:
        faults.append(f"{where}: a hidden figure still has its {', '.join(shown)}")
    if row["label"] != "[c]":
        faults.append(f"{where}: a hidden figure must have the label [c], not {row['label']!r}")


def _number(row: dict[str, str], name: str, line: int, faults: list[str]) -> float | None:
    if not row[name]:
        return None
    try:
        return float(row[name])
    except ValueError:
        faults.append(f"values.csv:{line}: {name} {row[name]!r} is not a number")
        return None


@cache
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _date(row: dict[str, str], name: str, line: int, faults: list[str]) -> date | None:
    try:
        return _day(row[name])
    except ValueError:
        faults.append(f"values.csv:{line}: {name} {row[name]!r} is not a date")
        return None


def rows_of(frame: pd.DataFrame) -> list[dict[str, str]]:
    """A frame of text as a list of rows, in order."""
    names = [str(column) for column in frame.columns]
    lines: Iterable[tuple[Any, ...]] = frame.itertuples(index=False, name=None)
    return [dict(zip(names, (str(cell) for cell in cells), strict=True)) for cells in lines]
