"""The rows of values.csv, made from protected figures."""

from site_builder.evidence.tables import Row
from site_builder.evidence.targets import Aims, status
from site_builder.protect.shown import Shown


def value_row(shown: Shown, aims: Aims) -> Row:
    """One figure as it is published. Nothing exact is read here but the keys."""
    figure = shown.of
    aim = aims.of(figure)
    return {
        "framework": figure.framework,
        "measure": figure.measure.id,
        "contract": figure.contract,
        "provider": figure.provider,
        "breakdown": figure.breakdown,
        "group": figure.group,
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "interval": figure.period.interval,
        "numerator": shown.numerator,
        "denominator": shown.denominator,
        "value": shown.value,
        "unit": figure.measure.unit,
        "ci_low": shown.ci_low,
        "ci_high": shown.ci_high,
        "target": aim.target,
        "stretch": aim.stretch,
        "status": status(shown, aim),
        "label": shown.label,
        "symbol": shown.symbol,
        "basis": figure.basis,
    }


def suppression_row(shown: Shown) -> Row:
    """What was hidden and why, for the private log."""
    figure = shown.of
    return {
        "framework": figure.framework, "measure": figure.measure.id, "contract": figure.contract,
        "breakdown": figure.breakdown, "group": figure.group, "period_start": figure.period.start,
        "period_end": figure.period.end, "basis": figure.basis, "because": shown.because,
    }  # fmt: skip
