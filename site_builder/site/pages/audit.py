"""Carers' Hub ratings: interventions by groups of carers, commissioner and carers side by side."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.site.evidence.model import Row
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.render import page

RATINGS = ("rating", "carers_rating")


@dataclass(frozen=True)
class Matrix:
    """One audit: `cells` maps (intervention, group) to its parts by name."""

    framework: str
    provider: str
    period_start: str
    interventions: dict[str, str]
    groups: dict[str, str]
    cells: dict[tuple[str, str], dict[str, str]]

    def cell(self, intervention: str, group: str) -> dict[str, str]:
        """The parts of one cell by name; none where nothing was said of it."""
        return self.cells.get((intervention, group), {})

    def notes(self, intervention: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """What was written beside the ratings of one intervention: (group title, [(part, text)])."""
        found = []
        for group, title in self.groups.items():
            parts = [(part, text) for part, text in self.cell(intervention, group).items() if part not in RATINGS]
            if written := [(part, text) for part, text in parts if text]:
                found.append((title, written))
        return found


def audit_files(catalogue: Catalogue) -> dict[str, bytes]:
    """The page of every audit, newest first."""
    audits: dict[tuple[str, str, str], list[Row]] = {}
    for row in catalogue.evidence.rows("audit"):
        audits.setdefault((row["period_start"], row["framework"], row["provider"]), []).append(row)
    matrices = [_matrix(audits[key]) for key in sorted(audits, reverse=True)]
    return page("audit.md", "carers-hub/", catalogue, matrices=matrices)


def _matrix(rows: list[Row]) -> Matrix:
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        cells.setdefault((row["intervention"], row["group"]), {})[row["part"]] = row["value"]
    first = rows[0]
    return Matrix(
        first["framework"],
        first["provider"],
        first["period_start"],
        {row["intervention"]: row["intervention_title"] or row["intervention"] for row in rows},
        {row["group"]: row["group_title"] or row["group"] for row in rows},
        cells,
    )
