"""CSV files of the evidence folder, read as text first: nothing is guessed from how a cell looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from site_builder.site.evidence.columns import (
    COLUMNS,
    HIDDEN_LABELS,
    HIDDEN_WHEN_SUPPRESSED,
    REQUIRED_FILES,
    STATUSES,
    SYMBOLS,
    VALUES,
)
from site_builder.site.evidence.model import Figure
from site_builder.site.evidence.package import resource_columns

NUMBERS = (*HIDDEN_WHEN_SUPPRESSED, "target", "stretch")
DAYS = ("period_start", "period_end")
AT = {name: index for index, name in enumerate(VALUES)}


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
        found = list(_row_faults(cells))
        if found:
            faults.extend(f"values.csv:{line}: {fault}" for fault in found)
        else:
            figures.append(Figure(*(READ[name](cell) for name, cell in zip(VALUES, cells, strict=True))))
    return figures


@cache
def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def _day(text: str) -> date:
    return date.fromisoformat(text)


# Cells repeat a great deal (dates, targets, rounded bases), so each text is read once.
READ: dict[str, Callable[[str], Any]] = {
    name: _number if name in NUMBERS else _day if name in DAYS else str for name in VALUES
}


def _row_faults(cells: tuple[str, ...]) -> Iterator[str]:
    label, symbol, status = cells[AT["label"]], cells[AT["symbol"]], cells[AT["status"]]
    if not label.strip():
        yield "label is empty, so a reader would see nothing"
    if symbol not in SYMBOLS:
        yield f"symbol {symbol!r} is not one of c, u, x, z, p, r"
    if status not in STATUSES:
        yield f"status {status!r} is not one of met, close, missed, none"
    if symbol == "c":
        shown = [name for name in HIDDEN_WHEN_SUPPRESSED if cells[AT[name]]]
        if shown:
            yield f"a hidden figure still has its {', '.join(shown)}"
        if label not in HIDDEN_LABELS:
            yield f"a hidden figure must have the label [c] or 'fewer than 10', not {label!r}"
    for name in (*NUMBERS, *DAYS):
        try:
            READ[name](cells[AT[name]])
        except ValueError:
            yield f"{name} {cells[AT[name]]!r} is not a {'date' if name in DAYS else 'number'}"


def rows_of(frame: pd.DataFrame) -> list[dict[str, str]]:
    """A frame of text as a list of rows, in order."""
    names = [str(column) for column in frame.columns]
    lines: Iterable[tuple[Any, ...]] = frame.itertuples(index=False, name=None)
    return [dict(zip(names, (str(cell) for cell in cells), strict=True)) for cells in lines]
