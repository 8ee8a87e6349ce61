"""The figures of one measure, put in order: overall, by contract, by group, published before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from site_builder.site.evidence.model import Figure, Measure

INTERVAL_ORDER = ("month", "quarter", "half_year", "year")


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one contract, provider, basis and interval, oldest first."""

    contract: str
    provider: str
    basis: str
    interval: str
    figures: tuple[Figure, ...]

    @property
    def latest(self) -> Figure:
        """The newest figure, shown as a number or not."""
        return self.figures[-1]

    @property
    def latest_published(self) -> Figure | None:
        """The newest figure that may be shown as a number."""
        return next((figure for figure in reversed(self.figures) if figure.value is not None), None)


@dataclass(frozen=True)
class MeasureFigures:
    """`by_contract` and `breakdowns` are keyed by (contract, provider); `published` is history."""

    overall: tuple[Series, ...] = ()
    by_contract: Mapping[tuple[str, str], tuple[Series, ...]] = field(default_factory=dict)
    breakdowns: Mapping[str, Mapping[tuple[str, str], tuple[Figure, ...]]] = field(default_factory=dict)
    published: tuple[Figure, ...] = ()
    everything: tuple[Figure, ...] = ()

    def main(self, measure: Measure) -> Series | None:
        """The overall series a headline is taken from: at the measure's own interval, with something to show."""
        if not self.overall:
            return None

        def rank(series: Series) -> tuple[bool, bool, str]:
            shown = series.latest_published
            return (
                shown is not None,
                series.interval == measure.interval,
                shown.period_end.isoformat() if shown else "",
            )

        return max(self.overall, key=rank)


def arrange(figures: Iterable[Figure]) -> dict[tuple[str, str], MeasureFigures]:
    """All figures of an evidence folder, by (framework, measure)."""
    by_measure: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        by_measure.setdefault((figure.framework, figure.measure), []).append(figure)
    return {key: _arrange_measure(found) for key, found in by_measure.items()}


def _arrange_measure(figures: list[Figure]) -> MeasureFigures:
    contracts: dict[tuple[str, str], list[Figure]] = {}
    breakdowns: dict[str, dict[tuple[str, str], list[Figure]]] = {}
    published = []
    for figure in figures:
        place = (figure.contract, figure.provider)
        if figure.basis == "published":
            published.append(figure)
        elif figure.breakdown in {"none", ""}:
            contracts.setdefault(place, []).append(figure)
        else:
            breakdowns.setdefault(figure.breakdown, {}).setdefault(place, []).append(figure)
    overall = _series(contracts.pop(("all", "all"), []))
    return MeasureFigures(
        overall=overall,
        by_contract={place: _series(contracts[place]) for place in sorted(contracts)},
        breakdowns={
            name: {place: tuple(rows) for place, rows in sorted(places.items())}
            for name, places in sorted(breakdowns.items())
        },
        published=tuple(sorted(published, key=lambda figure: (figure.group, figure.period_start))),
        everything=tuple(figures),
    )


def _series(figures: list[Figure]) -> tuple[Series, ...]:
    found: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        found.setdefault((figure.basis, figure.interval), []).append(figure)
    return tuple(
        Series(rows[0].contract, rows[0].provider, basis, interval, tuple(sorted(rows, key=_when)))
        for (basis, interval), rows in sorted(found.items(), key=lambda item: _order(*item[0]))
    )


def _when(figure: Figure) -> tuple[str, str]:
    return figure.period_start.isoformat(), figure.period_end.isoformat()


def _order(basis: str, interval: str) -> tuple[int, str]:
    known = INTERVAL_ORDER.index(interval) if interval in INTERVAL_ORDER else len(INTERVAL_ORDER)
    return known, basis
