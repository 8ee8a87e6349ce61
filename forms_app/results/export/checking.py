"""Reading a file of answers back, and comparing it with its manifest: rows, columns, every count, every checksum."""

import csv
import io
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forms_app.results.export import manifest as manifests
from forms_app.results.export.codebook import Described, read_codebook
from forms_app.results.export.counts import COUNTED_FACTS, FILLED, ColumnCounts
from forms_app.results.export.layout import FACT, ROW, WORDS

CSV_FILE, SAV_FILE, CODEBOOK = "responses.csv", "responses.sav", "codebook.csv"
ROWS_TOGETHER = 20_000


class _Fault(Exception):
    """What is wrong with the file; nothing more can be said of it."""


def faults_of(path: Path, *, other_service: bool = False) -> list[str]:
    """What is wrong with a zip of answers, a sentence each; none where it is whole and as it was made.

    With `other_service` the seal, which only the service that made the file can check, is left out.
    """
    try:
        with zipfile.ZipFile(path) as zipped:
            return _faults(zipped, other_service=other_service)
    except zipfile.BadZipFile:
        return ["It is not a whole zip file: the end is missing, or what is in it was damaged."]
    except _Fault as fault:
        return [str(fault)]


def _faults(zipped: zipfile.ZipFile, *, other_service: bool) -> list[str]:
    manifest = _manifest(zipped)
    faults = []
    if not other_service and manifest.get("seal") != manifests.seal_of(manifest):
        faults.append("The manifest's seal is not this service's: it was changed, or another service made the file.")
    faults += _file_faults(zipped, manifest)
    if faults:
        return faults
    try:
        with zipped.open(CODEBOOK) as file:
            columns = read_codebook(io.TextIOWrapper(file, "utf-8-sig", newline=""))
        return [*_count_faults(CSV_FILE, _read_csv(zipped, columns), manifest), *_sav_faults(zipped, columns, manifest)]
    except (KeyError, ValueError, TypeError) as error:
        raise _Fault(f"It can't be read: {type(error).__name__}.") from None


def _manifest(zipped: zipfile.ZipFile) -> dict[str, Any]:
    if manifests.NAME not in zipped.namelist():
        raise _Fault("It has no manifest, so it is not a whole file of answers.")
    try:
        found: dict[str, Any] = json.loads(zipped.read(manifests.NAME))
        files, rows, counts, kind = found["files"], found["rows"], found["counts"], found["format"]
    except (ValueError, KeyError, TypeError):
        raise _Fault("Its manifest can't be read.") from None
    if not (isinstance(files, dict) and isinstance(rows, int) and isinstance(counts, dict) and kind == manifests.FORMAT):
        raise _Fault("Its manifest is not one of this kind.")
    return found


def _file_faults(zipped: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    names = [name for name in zipped.namelist() if name != manifests.NAME]
    for name in sorted(manifest["files"].keys() - set(names)):
        yield f"{name} is missing."
    for name in sorted(set(names) - manifest["files"].keys()):
        yield f"{name} was added."
    for name in sorted(manifest["files"].keys() & set(names)):
        with zipped.open(name) as file:
            if manifests.checksum(file) != manifest["files"][name]["sha256"]:
                yield f"{name} is not as it was made: its checksum is another."


def _count_faults(name: str, found: tuple[int, ColumnCounts], manifest: dict[str, Any]) -> Iterator[str]:
    rows, counts = found
    if rows != manifest["rows"]:
        yield f"{name} has {rows} rows, and {manifest['rows']} were counted."
    if list(counts) != manifest["columns"]:
        yield f"{name} has other columns than the manifest."
    for column, expected in manifest["counts"].items():
        if counts.get(column, {}) != expected:
            yield f"{name}: the answers in {column} are not those that were counted."


def _read_csv(zipped: zipfile.ZipFile, columns: list[Described]) -> tuple[int, ColumnCounts]:
    """The rows of the CSV file and how often each value stands in each column, read row by row."""
    counters: list[Counter[str]] = [Counter() for _column in columns]
    filled = [_is_told_only_as_filled(column) for column in columns]
    rows = 0
    with zipped.open(CSV_FILE) as file:
        lines = csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline=""))
        if next(lines, []) != [column.name for column in columns]:
            return 0, {}
        for cells in lines:
            rows += 1
            for cell, counter, only_filled in zip(cells, counters, filled, strict=True):
                if cell:
                    counter[FILLED if only_filled else cell] += 1
    return rows, {column.name: dict(counter) for column, counter in zip(columns, counters, strict=True)}


def _sav_faults(zipped: zipfile.ZipFile, columns: list[Described], manifest: dict[str, Any]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=Path(str(zipped.filename)).parent) as folder:
        path = zipped.extract(SAV_FILE, folder)
        yield from _count_faults(SAV_FILE, _read_sav(path, columns), manifest)


def _read_sav(path: str, columns: list[Described]) -> tuple[int, ColumnCounts]:
    """The rows of the SPSS file and how often each value stands in each column, some thousand rows at a time."""
    import pyreadstat

    names = [column.spss for column in columns]
    _nothing, about = pyreadstat.read_sav(path, metadataonly=True)
    if not set(names) <= set(about.column_names):
        return 0, {}
    counters: list[Counter[Any]] = [Counter() for _column in columns]
    rows = 0
    for frame, _about in pyreadstat.read_file_in_chunks(
        pyreadstat.read_sav, path, chunksize=ROWS_TOGETHER, usecols=names, user_missing=True
    ):
        rows += len(frame)
        for column, counter in zip(columns, counters, strict=True):
            cells = frame[column.spss]
            if _is_told_only_as_filled(column):
                counter[FILLED] += int((cells.notna() & (cells != "")).sum())
            else:
                counter.update(cells.value_counts(dropna=True).to_dict())
    return rows, {column.name: _in_cells(column, counter) for column, counter in zip(columns, counters, strict=True)}


def _in_cells(column: Described, counter: Counter[Any]) -> dict[str, int]:
    """Counts by what the CSV file holds for each of the SPSS file's values."""
    counts: Counter[str] = Counter()
    for value, count in counter.items():
        if value != "" and count:
            cell = value if isinstance(value, str) else column.numbers.get(int(value), str(int(value)))
            counts[cell] += int(count)
    return dict(counts)


def _is_told_only_as_filled(column: Described) -> bool:
    return column.kind in (ROW, WORDS) or (column.kind == FACT and column.name not in COUNTED_FACTS)
