"""The evidence itself, to download."""

from __future__ import annotations

import csv
import io

from site_builder.site.evidence.package import DESCRIPTOR
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.render import page

ADDRESS = "downloads/"


def download_files(catalogue: Catalogue) -> dict[str, bytes]:
    """The downloads page, with every file of the evidence folder as it was read."""
    folder = catalogue.evidence.folder
    names = [path.name for path in sorted(folder.glob("*.csv"))] + [DESCRIPTOR]
    files = {f"{ADDRESS}{name}": (folder / name).read_bytes() for name in names}
    listed = []
    for name in names:
        content = files[f"{ADDRESS}{name}"]
        rows = f"{_rows(content):,}" if name.endswith(".csv") else ""
        listed.append((name, WHAT.get(name, ""), rows, f"{max(1, round(len(content) / 1024)):,} KB"))
    return files | page("downloads.md", ADDRESS, catalogue, files=listed)


def _rows(content: bytes) -> int:
    return max(sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""))) - 1, 0)


WHAT = {
    "values.csv": "Every figure on this site, hidden ones marked",
    "measures.csv": "What each measure means and how it is worked out",
    "outcomes.csv": "The outcomes and the statements beneath them",
    "frameworks.csv": "The frameworks and their sources",
    "readings.csv": "How unclear places in the sources were read",
    "contracts.csv": "The contracts and their providers",
    "measure_outcomes.csv": "Which measures are evidence for which outcome",
    "payments.csv": "Payment elements by contract and year",
    "quotes.csv": "Approved quotes",
    "changes.csv": "You said, we did",
    "audit.csv": "Carers’ Hub ratings",
    "curves.csv": "Turn-the-curve notes",
    "context.csv": "Context statistics",
    DESCRIPTOR: "Names, types, licences, sources and checksums (Frictionless data package)",
}
