"""A line chart of figures by period, with its target; a hidden period is a gap that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from site_builder.site.charts.render import Chart, render_chart
from site_builder.site.charts.scale import Scale, value_scale
from site_builder.site.evidence.model import Figure, Measure
from site_builder.site.figures.change import breaks_in
from site_builder.site.figures.periods import date_words, period_short, period_words
from site_builder.site.figures.series import Series
from site_builder.site.figures.words import BASES, amount

WIDTH, HEIGHT = 420, 270
LEFT, RIGHT, TOP, BOTTOM = 48, 408, 16, 212
LEGEND_LINE = 18


@dataclass(frozen=True, slots=True)
class Point:
    """A plotted figure; `whisker` holds the pixels of its interval's two ends."""

    x: float
    y: float
    whisker: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One series as drawn: unbroken runs of points, and the legend's entry."""

    shape: str
    name: str
    runs: tuple[tuple[Point, ...], ...]


def can_be_drawn(series: tuple[Series, ...]) -> bool:
    """A chart of fewer than two published points would say nothing that a sentence does not."""
    return sum(figure.value is not None for one in series for figure in one.figures) > 1


def line_chart(measure: Measure, series: tuple[Series, ...], breaks: Sequence[date] = ()) -> Chart:
    """A chart of `series`, all of one interval: only published values are drawn, each gap is marked.

    `breaks`: the days from which a question asked something else. Each is a dashed line, and no line of survey
    figures crosses it.
    """
    series = tuple(one for one in series if one.latest_published)
    breaks = _breaks_within(series, breaks)
    plotted = [figure for one in series for figure in one.figures if figure.value is not None]
    starts = sorted({figure.period_start for one in series for figure in one.figures})
    days = Scale(starts[0].toordinal(), starts[-1].toordinal(), LEFT + 10, RIGHT - 10)
    unit = plotted[0].unit
    values = value_scale(_extent(plotted), unit, BOTTOM, TOP)
    lines = tuple(_line(one, days, values, breaks) for one in series)
    gaps = _gaps(series, days)
    has_target = any(figure.target is not None for figure in plotted)
    legend_rows = len(lines) + (1 if has_target else 0) + (1 if gaps else 0) + (1 if breaks else 0)
    return render_chart(
        "line.svg",
        width=WIDTH,
        height=HEIGHT - 4 + LEGEND_LINE * legend_rows,
        title=f"{measure.title}: {_span(series)}",
        desc=describe(measure, series, breaks),
        left=LEFT,
        right=RIGHT,
        bottom=BOTTOM,
        legend_top=BOTTOM + 46,
        legend_line=LEGEND_LINE,
        y_ticks=[(values.at(tick), amount(tick, unit)) for tick in values.ticks],
        x_ticks=_x_ticks(series, days),
        lines=lines,
        target=_target(series[0], days, values),
        has_target=has_target,
        gaps=gaps,
        breaks=[min(days.at(day.toordinal()), float(RIGHT)) for day in breaks],
        top=TOP,
    )


def _breaks_within(series: tuple[Series, ...], breaks: Sequence[date]) -> list[date]:
    """The breaks that fall between the first and the last figure from a survey."""
    figures = [figure for one in series for figure in one.figures if breaks_in(one, breaks)]
    return sorted({day for day in breaks for figure in figures if figures[0].period_start < day <= figure.period_end})


def describe(measure: Measure, series: tuple[Series, ...], breaks: Sequence[date] = ()) -> str:
    """What the chart shows, for someone who cannot see it."""
    parts = []
    for one in series:
        shown = [figure for figure in one.figures if figure.value is not None]
        hidden = len(one.figures) - len(shown)
        if not shown:
            parts.append(f"{BASES.get(one.basis, one.basis)}: nothing can be shown as a number.")
            continue
        first, last = shown[0], shown[-1]
        text = (
            f"{BASES.get(one.basis, one.basis)}: {first.label} in {period_words(first.period_start, first.period_end)}, "
            f"{last.label} in {period_words(last.period_start, last.period_end)}."
        )
        if last.target is not None:
            text += f" Target {amount(last.target, last.unit)}."
        if hidden:
            text += f" {hidden} {'period is' if hidden == 1 else 'periods are'} not drawn: see the table."
        parts.append(text)
    parts += [
        f"The question changed on {date_words(day.isoformat())}: survey figures before and after can’t be compared."
        for day in breaks
    ]
    return " ".join(parts)


def _extent(figures: list[Figure]) -> list[float]:
    found = [figure.value for figure in figures]
    found += [end for figure in figures if figure.has_interval for end in (figure.ci_low, figure.ci_high)]
    found += [figure.target for figure in figures]
    return [value for value in found if value is not None]


def _line(series: Series, days: Scale, values: Scale, breaks: Sequence[date] = ()) -> Line:
    runs: list[list[Point]] = [[]]
    ahead = list(breaks_in(series, breaks))
    for figure in series.figures:
        while ahead and ahead[0] <= figure.period_start:
            ahead.pop(0)
            runs.append([])
        if figure.value is None:
            runs.append([])
            continue
        whisker = None
        if figure.ci_low is not None and figure.ci_high is not None:
            whisker = (values.at(figure.ci_low), values.at(figure.ci_high))
        runs[-1].append(Point(days.at(figure.period_start.toordinal()), values.at(figure.value), whisker))
    name = BASES.get(series.basis, series.basis)
    if any(figure.has_interval for figure in series.figures):
        name += ", with 95% interval"
    return Line(series.basis, name, tuple(tuple(run) for run in runs if run))


def _gaps(series: tuple[Series, ...], days: Scale) -> list[tuple[float, str]]:
    """Where a figure is hidden from any line, and where no line has one: (pixels, mark)."""
    marks: dict[date, str] = {}
    drawn = {figure.period_start for one in series for figure in one.figures if figure.value is not None}
    for figure in (figure for one in series for figure in one.figures if figure.value is None):
        if figure.hidden or figure.period_start not in drawn:
            marks.setdefault(figure.period_start, f"[{figure.symbol or 'x'}]")
    return sorted((days.at(start.toordinal()), mark) for start, mark in marks.items())


def _target(series: Series, days: Scale, values: Scale) -> list[tuple[float, float]]:
    """The target in force as steps, since it may change from one period to the next."""
    marks = [
        (days.at(figure.period_start.toordinal()), values.at(figure.target))
        for figure in series.figures
        if figure.target is not None and values.low <= figure.target <= values.high
    ]
    if len(marks) == 1:
        return [(LEFT, marks[0][1]), (RIGHT, marks[0][1])]
    steps = marks[:1]
    for (_, before), (x, after) in pairwise(marks):
        steps += [(x, before), (x, after)] if before != after else [(x, after)]
    return steps


def _x_ticks(series: tuple[Series, ...], days: Scale) -> list[tuple[float, str]]:
    by_start = {figure.period_start: figure.period_end for one in series for figure in one.figures}
    starts = sorted(by_start)
    every = max(1, -(-len(starts) // 4))
    wanted = starts[::every]
    return [(days.at(start.toordinal()), period_short(start, by_start[start])) for start in wanted]


def _span(series: tuple[Series, ...]) -> str:
    figures = sorted((figure for one in series for figure in one.figures), key=lambda figure: figure.period_start)
    first, last = figures[0], figures[-1]
    first_words = period_words(first.period_start, first.period_end)
    return f"{first_words} to {period_words(last.period_start, last.period_end)}"
