"""Writing an evidence folder: sorted rows, exact columns, checksums, swapped in whole."""

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from site_builder.evidence.layout import FILES, ONLY_WITH_ROWS, SORTED_BY, names
from site_builder.evidence.tables import Row

LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


class NotAnEvidenceFolder(ValueError):
    """The folder to write to holds something else; nothing was written."""


def write_folder(
    out: Path,
    tables: Mapping[str, Iterable[Row]],
    stories: Iterable[tuple[str, str]],
    *,
    released_on: date,
    made_up: bool,
    sources: list[dict[str, str]],
) -> None:
    """Write all files beside `out`, then put them in its place. Raises NotAnEvidenceFolder for a folder of other things."""
    if out.exists() and any(out.iterdir()) and not (out / "datapackage.json").exists():
        raise NotAnEvidenceFolder(f"{out} holds files and is no evidence folder: name an empty or a new folder with --out")
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for file in FILES:
            rows = list(tables.get(file, ()))
            if rows or file not in ONLY_WITH_ROWS:
                (draft / file).write_text(as_csv(file, rows), encoding="utf-8", newline="")
        (draft / "stories").mkdir()
        for name, text in stories:
            (draft / "stories" / name).write_text(text, encoding="utf-8")
        package = describe(draft, released_on=released_on, made_up=made_up, sources=sources)
        (draft / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        draft.chmod(0o755)
        swap(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def as_csv(file: str, rows: Iterable[Row]) -> str:
    """A file's rows as CSV, sorted, so that the same figures give the same bytes."""
    columns = names(file)
    cells = [[_cell(row.get(column)) for column in columns] for row in rows]
    leading = SORTED_BY.get(file, len(columns))
    cells.sort(key=lambda row: (row[:leading], row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(cells)
    return text.getvalue()


def describe(folder: Path, *, released_on: date, made_up: bool, sources: list[dict[str, str]]) -> dict[str, object]:
    """The Frictionless data package: names, types, licence, sources, release date, checksum of every file."""
    resources: list[dict[str, object]] = []
    for file, columns in FILES.items():
        if not (folder / file).exists():
            continue
        resources.append(
            {
                "name": file.removesuffix(".csv").replace("_", "-"),
                "path": file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **_sums(folder / file),
                "schema": {
                    "fields": [{"name": name, "type": kind} for name, kind in columns],
                    "missingValues": [""],
                },
            }
        )
    for story in sorted((folder / "stories").glob("*.md")):
        resources.append(
            {
                "name": story.stem,
                "path": f"stories/{story.name}",
                "format": "md",
                "mediatype": "text/markdown",
                **_sums(story),
            }
        )
    return {
        "name": "carer-outcomes-evidence",
        "title": "What changes for carers and the people they care for",
        "description": "Aggregates that have passed disclosure control, and texts whose consent is on file.",
        "created": f"{released_on.isoformat()}T00:00:00Z",
        "release_date": released_on.isoformat(),
        "made_up": made_up,
        "licenses": [LICENCE],
        "sources": sources,
        "resources": resources,
    }


def swap(draft: Path, out: Path) -> None:
    """Put `draft` in the place of `out`; what was there goes only once the new one stands."""
    old = out.with_name(f".{out.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    draft.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _sums(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (float, Decimal)):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)
