"""The front page: what has changed, in sentences and numbers."""

from __future__ import annotations

from collections import Counter

from site_builder.site.pages.catalogue import Catalogue, Summary
from site_builder.site.pages.render import page

PER_FRAMEWORK = 3


def front_files(catalogue: Catalogue) -> dict[str, bytes]:
    """index.md: a tally, then the headline measures of each framework."""
    groups = [(framework, headlines(catalogue, framework.framework)) for framework in catalogue.evidence.frameworks]
    figures = catalogue.evidence.figures
    return page(
        "front.md",
        "",
        catalogue,
        groups=[(framework, found) for framework, found in groups if found],
        tally=tally(catalogue),
        published=sum(not figure.hidden for figure in figures),
        hidden=sum(figure.hidden for figure in figures),
    )


def better_off(catalogue: Catalogue, framework: str | None = None) -> list[Summary]:
    """The measures of whether anyone is better off, with a better side, whose latest figure can be shown as a number."""
    return [
        catalogue.summaries[measure.key]
        for measure in catalogue.evidence.measures
        if measure.kind == "better_off"
        and measure.direction != "none"
        and framework in (None, measure.framework)
        and (latest := catalogue.summaries[measure.key].latest) is not None
        and latest.value is not None
    ]


def headlines(catalogue: Catalogue, framework: str) -> list[Summary]:
    """Up to three measures of a framework: clear changes first, better or worse, then shares with a target."""
    found = better_off(catalogue, framework)

    def rank(summary: Summary) -> tuple[bool, bool, bool, bool, int]:
        latest, change = summary.latest, summary.change
        assert latest is not None
        clear = change is not None and change.clear
        return not clear, change is None, latest.unit != "percent", latest.target is None, -latest.period_end.toordinal()

    return sorted(found, key=rank)[:PER_FRAMEWORK]


def tally(catalogue: Catalogue) -> Counter[str]:
    """How many better-off measures can be compared with a year earlier, by what the comparison says."""
    changes = [summary.change for summary in better_off(catalogue) if summary.change]
    return Counter(change.verdict for change in changes)
