"""A page for each framework and for each of its outcomes."""

from __future__ import annotations

from datetime import date, timedelta

from site_builder.site.charts.bars import status_bars
from site_builder.site.charts.render import Chart
from site_builder.site.evidence import Evidence, Framework, Measure, Outcome
from site_builder.site.evidence.model import Row
from site_builder.site.figures.periods import period_words
from site_builder.site.pages.addresses import framework_address, measure_address, outcome_address
from site_builder.site.pages.catalogue import Catalogue
from site_builder.site.pages.measures import trend_chart
from site_builder.site.pages.render import page

CHARTS_ON_AN_OUTCOME = 3


def framework_files(catalogue: Catalogue, framework: Framework) -> dict[str, bytes]:
    """The page of a framework and its bars of measures by status."""
    address = framework_address(framework.framework)
    measures = catalogue.measures_of(framework.framework)
    counts = catalogue.status_counts(measures)
    bars = status_bars(counts, framework.title)
    themes: dict[str, list[Measure]] = {}
    for measure in measures:
        themes.setdefault(measure.theme, []).append(measure)
    readings = catalogue.evidence.rows("readings", framework.framework)
    files = page(
        "framework.md",
        address,
        catalogue,
        framework=framework,
        outcomes=catalogue.outcomes_of(framework.framework),
        counts=counts,
        bars=bars,
        measures=measures,
        themes=[(theme, [catalogue.summaries[m.key] for m in found]) for theme, found in themes.items()],
        payments=payments_of(catalogue.evidence, framework.framework),
        titles={measure.measure: measure.title for measure in measures}
        | catalogue.evidence.names("element", framework.framework),
        readings=_by_text([row for row in readings if row["kind"] != "finding"]),
        findings=_by_text([row for row in readings if row["kind"] == "finding"]),
        stories=catalogue.stories_for(framework.framework),
        changes=catalogue.evidence.rows("changes", framework.framework),
    )
    files[f"{address}status.svg"] = bars.svg.encode()
    return files


def payments_of(evidence: Evidence, framework: str) -> list[tuple[Row, list[Row]]]:
    """Each contract of a framework that has payment elements, with those rows, newest contract year first."""
    payments = evidence.rows("payments")
    found = []
    for contract in evidence.rows("contracts", framework):
        rows = [row for row in payments if row["contract"] == contract["contract"]]
        if rows:
            told: list[Row] = [
                {**row, "contract_year": contract_year_words(row["contract_year"], contract)} for row in rows
            ]
            found.append((contract, told[::-1]))
    return found


def contract_year_words(number: str, contract: Row) -> str:
    """ "2" as "Year 2, April 2024 to March 2025", counted from the day the contract began."""
    try:
        began, ordinal = date.fromisoformat(contract["starts_on"]), int(number)
        start = began.replace(year=began.year + ordinal - 1)
        end = began.replace(year=began.year + ordinal) - timedelta(days=1)
    except ValueError:
        return number
    return f"Year {ordinal}, {period_words(start, end)}"


def outcome_files(catalogue: Catalogue, outcome: Outcome) -> dict[str, bytes]:
    """The page of one outcome."""
    measures = catalogue.measures_for(outcome)
    return page(
        "outcome.md",
        outcome_address(outcome.framework, outcome.outcome),
        catalogue,
        outcome=outcome,
        framework=catalogue.framework(outcome.framework),
        summaries=[catalogue.summaries[measure.key] for measure in measures],
        charts=_charts(catalogue, measures),
        quotes=catalogue.quotes_for(outcome),
        stories=catalogue.stories_for(outcome.framework, outcome.outcome),
        missed=_missed(catalogue, measures),
        changes=catalogue.evidence.rows("changes", outcome.framework),
    )


def _charts(catalogue: Catalogue, measures: list[Measure]) -> list[tuple[Measure, str, Chart]]:
    """(measure, address of its chart, chart): whether anyone is better off comes first."""
    charts = []
    for measure in sorted(measures, key=lambda measure: measure.kind != "better_off"):
        chart = trend_chart(measure, catalogue.figures(measure), catalogue.break_days(measure))
        if chart:
            charts.append((measure, f"{measure_address(measure.framework, measure.measure)}trend.svg", chart))
        if len(charts) == CHARTS_ON_AN_OUTCOME:
            break
    return charts


def _missed(catalogue: Catalogue, measures: list[Measure]) -> list[tuple[Measure, object, list[object]]]:
    """The measures whose newest figure missed its target, overall or for some contract."""
    found: list[tuple[Measure, object, list[object]]] = []
    for measure in measures:
        latest = catalogue.summaries[measure.key].latest
        overall = latest if latest is not None and latest.status == "missed" else None
        contracts: list[object] = list(catalogue.missed_by(measure))
        if overall or contracts:
            found.append((measure, overall, contracts))
    return found


def _by_text(rows: list[Row]) -> list[tuple[str, list[str]]]:
    """Each reading once, with the measures it speaks of."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["text"], []).extend([row["measure"]] if row["measure"] else [])
    return list(found.items())
