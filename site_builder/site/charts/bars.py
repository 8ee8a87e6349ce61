"""Bars of how many measures met their target."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.site.charts.render import Chart, render_chart
from site_builder.site.figures.words import STATUSES

LEFT, RIGHT, ROW = 142, 376, 34


def status_bars(counts: Mapping[str, int], subject: str) -> Chart:
    """A chart of `counts` by status; each bar has its word, shape, number and colour."""
    most = max([*counts.values(), 1])
    rows = [
        (status, word, counts.get(status, 0), round((RIGHT - LEFT) * counts.get(status, 0) / most, 1))
        for status, word in STATUSES.items()
    ]
    return render_chart(
        "bars.svg",
        width=420,
        height=ROW * len(rows) + 12,
        title=f"Measures and their targets: {subject}",
        desc=describe_bars(counts),
        left=LEFT,
        row=ROW,
        rows=rows,
    )


def describe_bars(counts: Mapping[str, int]) -> str:
    """The bars in a sentence."""
    return ", ".join(f"{word}: {counts.get(status, 0)}" for status, word in STATUSES.items()) + "."
