"""A page for each measure, with its chart and its CSV file beside it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from functools import partial

from site_builder.site.charts.line import can_be_drawn, describe, line_chart
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
    charts = _charts(measure, figures)
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
        charts=[(name, alt) for name, alt, _ in charts],
        series_table=partial(series_table, measure),
        by_contract=[(catalogue.place_name(*place), series) for place, series in figures.by_contract.items()],
        breakdowns=_breakdowns(catalogue, figures),
        marks=_marks(figures),
        bases=_bases(figures),
        outcomes=catalogue.outcomes_for(measure),
        readings=[
            row for row in catalogue.evidence.rows("readings", measure.framework) if row["measure"] == measure.measure
        ],
        curves=[row for row in catalogue.evidence.rows("curves", measure.framework) if row["measure"] == measure.measure],
    )
    files.update({f"{address}{name}": svg.encode() for name, _, svg in charts})
    files[f"{address}{measure.measure}.csv"] = csv_file(catalogue.evidence.value_lines.get(measure.key, ()))
    return files


def csv_file(lines: object) -> bytes:
    """Rows of values.csv as they stand in the evidence, under the same header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(VALUES)
    writer.writerows(lines)  # type: ignore[arg-type]
    return out.getvalue().encode()


def _charts(measure: Measure, figures: MeasureFigures) -> list[tuple[str, str, str]]:
    """(file name, alternative text, SVG) of each chart that has something to draw."""
    charts = []
    main = figures.main(measure)
    if main:
        together = tuple(series for series in figures.overall if series.interval == main.interval)
        if can_be_drawn(together):
            charts.append(("trend.svg", f"Line chart. {describe(measure, together)}", line_chart(measure, together)))
    history = tuple(figure for figure in figures.published if figure.group in {"all", ""})
    past = (Series("all", "all", "published", history[0].interval, history),) if history else ()
    if past and can_be_drawn(past):
        charts.append(("history.svg", f"Line chart of history. {describe(measure, past)}", line_chart(measure, past)))
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
