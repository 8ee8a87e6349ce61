"""Series published before the system began: figures that carry their own source."""

from datetime import date
from fractions import Fraction

from forms_app.models.filing import PublishedFigure
from site_builder.figures.figure import ALL, Figure
from surveys.model.framework import Framework
from surveys.model.measure import Measure
from surveys.periods import Interval, Period

GROUP = "group"


def published_figures(framework: Framework, stored: list[PublishedFigure]) -> list[Figure]:
    """The points of the definitions and of `published.csv`; where both hold one, the stored one counts."""
    measures = {measure.id: measure for measure in framework.measures}
    points: dict[tuple[str, date, date, str], tuple[Measure, Fraction]] = {}
    for measure in framework.measures:
        for point in measure.published:
            start, end = date.fromisoformat(point.period_start), date.fromisoformat(point.period_end)
            points[measure.id, start, end, point.group] = (measure, Fraction(str(point.value)))
    for row in stored:
        points[row.measure, row.period_start, row.period_end, row.group or ALL] = (
            measures[row.measure],
            Fraction(row.value),
        )
    return [
        Figure(
            framework.id, measure, ALL, ALL, "none" if group == ALL else GROUP, group,
            Period(start, end, _interval(start, end)), "published", 0, published=value,
        )
        for (_, start, end, group), (measure, value) in sorted(points.items())
    ]  # fmt: skip


def _interval(start: date, end: date) -> Interval:
    days = (end - start).days + 1
    return "month" if days <= 31 else "quarter" if days <= 92 else "half_year" if days <= 184 else "year"
