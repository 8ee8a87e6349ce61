"""Figures laid out in rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from site_builder.site.evidence import Figure, Measure
from site_builder.site.figures.periods import period_words
from site_builder.site.figures.series import Series
from site_builder.site.figures.words import BASES
from site_builder.site.pages.render import fragment

PERIODS_ACROSS = 4


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One period, one cell a basis: the same measure worked out in several ways is never merged."""

    any: Figure
    cells: tuple[Figure | None, ...]


def series_table(measure: Measure, caption: str, several: Sequence[Series]) -> Markup:
    """The table of one place's series, newest period first; several bases stand side by side."""
    groups: dict[str, list[Series]] = {}
    for series in several:
        groups.setdefault(series.interval, []).append(series)
    return fragment(
        "series.html",
        measure=measure,
        caption=caption,
        groups=list(groups.values()),
        bases=lambda found: [BASES.get(series.basis, series.basis) for series in found],
        side_by_side=side_by_side,
        columns=_columns,
    )


def _columns(figures: Sequence[Figure]) -> list[str]:
    """The columns beside a figure that have anything to say: narrow tables read better on a phone."""
    columns = []
    if any(figure.has_interval for figure in figures):
        columns.append("95% interval")
    if any(figure.denominator is not None for figure in figures):
        columns.append("Based on")
    if any(figure.target is not None for figure in figures):
        columns += ["Target", "Status"]
    return columns


def side_by_side(several: Sequence[Series]) -> list[SideBySide]:
    """Rows by period, newest first, with a cell for each series."""
    by_period = [{(f.period_start, f.period_end): f for f in series.figures} for series in several]
    periods = sorted(set().union(*by_period), reverse=True)
    rows = []
    for period in periods:
        cells = tuple(found.get(period) for found in by_period)
        rows.append(SideBySide(next(cell for cell in cells if cell), cells))
    return rows


def breakdown_table(figures: Sequence[Figure]) -> tuple[list[str], list[tuple[str, list[Figure | None]]]]:
    """Groups down, the newest periods across: column headings, then (group, cells) in the file's order."""
    periods = sorted({(f.period_start, f.period_end) for f in figures}, reverse=True)[:PERIODS_ACROSS]
    bases = sorted({f.basis for f in figures})
    columns = [(period, basis) for period in periods for basis in bases]
    found = {(f.group, (f.period_start, f.period_end), f.basis): f for f in figures}
    groups = list(dict.fromkeys(f.group for f in figures))
    headings = [
        period_words(*period) + (f", {BASES.get(basis, basis).lower()}" if len(bases) > 1 else "")
        for period, basis in columns
    ]
    return headings, [(group, [found.get((group, *column)) for column in columns]) for group in groups]
