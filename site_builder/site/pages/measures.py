"""A page for each measure, with its chart and its CSV file beside it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from site_builder.site.charts.line import can_be_drawn, line_chart
from site_builder.site.charts.render import Chart
from site_builder.site.evidence import Figure, Measure
from site_builder.site.evidence.columns import VALUES
from site_builder.site.figures.series import MeasureFigures, Series
from site_builder.site.figures.words import BASES_IN_FULL, SHORTHAND
from site_builder.site.pages.addresses import measure_address
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.render import page
from site_builder.site.pages.tables import breakdown_table, series_table


def measure_files(catalogue: Catalogue, measure: Measure) -> dict[str, bytes]:
    """The page of `measure`, its charts and its CSV file."""
    address = measure_address(measure.framework, measure.measure)
    figures = catalogue.figures(measure)
    summary = catalogue.summaries[measure.key]
    breaks = catalogue.breaks_of(measure)
    charts = _charts(measure, figures, catalogue.break_days(measure))
    files = page(
        "measure.md",
        address,
        catalogue,
        measure=measure,
        framework=catalogue.framework(measure.framework),
        figures=figures,
        summary=summary,
        latest=summary.latest,
        newest_hidden=_newest_without_number(figures, measure, summary.latest),
        charts=charts,
        breaks=breaks,
        series_table=partial(series_table, measure),
        by_contract=[(catalogue.place_name(*place), series) for place, series in figures.by_contract.items()],
        breakdowns=_breakdowns(catalogue, figures),
        groups_in_words={name: catalogue.evidence.names("group", measure.framework, name) for name in figures.breakdowns},
        marks=_marks(figures),
        bases=_bases(figures),
        outcomes=catalogue.outcomes_for(measure),
        readings=[
            row for row in catalogue.evidence.rows("readings", measure.framework) if row["measure"] == measure.measure
        ],
        curves=[row for row in catalogue.evidence.rows("curves", measure.framework) if row["measure"] == measure.measure],
    )
    files.update({f"{address}{name}": chart.svg.encode() for name, chart in charts.items()})
    files[f"{address}{measure.measure}.csv"] = csv_file(catalogue.evidence.value_lines.get(measure.key, ()))
    return files


def csv_file(lines: object) -> bytes:
    """Rows of values.csv as they stand in the evidence, under the same header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(VALUES)
    writer.writerows(lines)  # type: ignore[arg-type]
    return out.getvalue().encode()


def trend_chart(measure: Measure, figures: MeasureFigures, breaks: Sequence[date] = ()) -> Chart | None:
    """The chart of a measure's overall series at its main interval, or None where there is too little to draw."""
    main = figures.main(measure)
    together = tuple(series for series in figures.overall if main and series.interval == main.interval)
    return line_chart(measure, together, breaks) if can_be_drawn(together) else None


def _charts(measure: Measure, figures: MeasureFigures, breaks: Sequence[date] = ()) -> dict[str, Chart]:
    """Each chart that has something to draw, by file name."""
    charts = {}
    if trend := trend_chart(measure, figures, breaks):
        charts["trend.svg"] = trend
    history = tuple(figure for figure in figures.published if figure.group in {"all", ""})
    past = (Series("all", "all", "published", history[0].interval, history),) if history else ()
    if can_be_drawn(past):
        charts["history.svg"] = line_chart(measure, past)
    return charts


def _newest_without_number(figures: MeasureFigures, measure: Measure, latest: Figure | None) -> Figure | None:
    main = figures.main(measure)
    if main is None or latest is None or main.latest is latest:
        return None
    return main.latest


def _breakdowns(catalogue: Catalogue, figures: MeasureFigures) -> list[tuple[object, ...]]:
    return [
        (name, catalogue.place_name(*place), *breakdown_table(rows))
        for name, places in figures.breakdowns.items()
        for place, rows in places.items()
    ]


def _marks(figures: MeasureFigures) -> list[tuple[str, int]]:
    counts = Counter(figure.symbol for figure in figures.everything)
    return [(symbol, counts[symbol]) for symbol in SHORTHAND if counts[symbol]]


def _bases(figures: MeasureFigures) -> str:
    found = dict.fromkeys(figure.basis for figure in figures.everything)
    text = "; ".join(BASES_IN_FULL.get(basis, basis) for basis in found)
    return (text[:1].upper() + text[1:]) or "No figure has been published yet"
