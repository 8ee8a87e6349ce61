"""The rows of the evidence files that describe: frameworks, measures, outcomes, readings, contracts."""

from collections.abc import Iterator
from pathlib import Path

from surveys.check import check
from surveys.library import Library
from surveys.marked_yaml import Finding
from surveys.model.common import say
from surveys.model.framework import Framework
from surveys.model.measure import Measure
from surveys.vocabulary import list_of_codes

Row = dict[str, object]


def measure_rows(framework: Framework) -> Iterator[Row]:
    """One row a measure."""
    for measure in framework.measures:
        yield {
            "framework": framework.id,
            "measure": measure.id,
            "title": measure.title,
            "description": measure.description,
            "theme": measure.theme,
            "unit": measure.unit,
            "subject": measure.subject,
            "direction": measure.direction,
            "formula": formula_in_words(measure),
            "interval": measure.interval,
            "source": f"{framework.source.title} ({framework.source.publisher})",
            "kind": measure.kind,
            "level": measure.level,
        }


def formula_in_words(measure: Measure) -> str:
    """The formula, with what each of its letters stands for."""
    way = measure.ways[0]
    if way.mean is not None:
        return "The mean"
    if way.basis == "published":
        return "As published"
    formula = way.formula or measure.formula or next(iter(way.quantities))
    told = [f"{name} = {quantity.title}" for name, quantity in way.quantities.items() if quantity.title]
    return f"{formula}, where {'; '.join(told)}" if told else formula


def outcome_rows(framework: Framework) -> Iterator[Row]:
    """Each outcome, then each statement beneath it as `outcome.statement`."""
    for outcome in framework.outcomes:
        yield {"framework": framework.id, "outcome": outcome.id, "title": outcome.title, "statement": outcome.statement}
        for statement in outcome.statements:
            name = f"{outcome.id}.{statement.id}"
            yield {"framework": framework.id, "outcome": name, "title": statement.text, "statement": statement.text}


def framework_row(framework: Framework) -> Row:
    """What a framework is and where it comes from."""
    return {
        "framework": framework.id,
        "title": framework.title,
        "summary": framework.summary,
        "source": framework.source.title,
        "publisher": framework.source.publisher,
        "published": framework.source.published,
        "serves": framework.serves,
    }


def reading_rows(library: Library, definitions: Path) -> Iterator[Row]:
    """How unclear places are read, and what the linter asks about each framework."""
    for framework in library.frameworks.values():
        for reading in framework.readings:
            for measure in reading.measures or [""]:
                yield {"framework": framework.id, "measure": measure, "kind": "reading", "text": reading.text}
    report = check(definitions)
    for finding in [*report.questions, *(answered.finding for answered in report.answered)]:
        file = Path(finding.file)
        about = library.frameworks.get(file.stem) or library.frameworks.get(file.parent.name)
        if about is not None:
            text = finding.message[0].upper() + finding.message[1:]
            yield {"framework": about.id, "measure": _measure_of(about, finding), "kind": "finding", "text": text}


def _measure_of(framework: Framework, finding: Finding) -> str:
    """The measure a finding is about, or "" where it is about something else."""
    return finding.subject if any(measure.id == finding.subject for measure in framework.measures) else ""


def name_rows(library: Library) -> Iterator[Row]:
    """The words for ids that pages show: payment elements (`of` empty), and the groups `of` a breakdown."""
    for framework in library.frameworks.values():
        for payment in framework.payments:
            yield {"kind": "element", "framework": framework.id, "of": "", "id": payment.id, "title": payment.title}
        for breakdown, entries in _groups_of(library, framework).items():
            for code, title in entries.items():
                yield {"kind": "group", "framework": framework.id, "of": breakdown, "id": code, "title": title}


def _groups_of(library: Library, framework: Framework) -> dict[str, dict[str, str]]:
    """The codes of each breakdown that a framework's measures have, with their words."""
    lists = library.codes.lists
    bands = {band.code: say(band.label) for band in library.codes.age_bands}
    found: dict[str, dict[str, str]] = {"age_group": bands, "cared_for_age_group": bands}
    found["locality"] = {locality.code: locality.label for locality in framework.localities}
    for measure in framework.measures:
        records = [quantity.records.of for way in measure.ways for quantity in way.quantities.values() if quantity.records]
        for breakdown in measure.breakdowns:
            for name in {one for of in records if (one := list_of_codes(of, breakdown, lists))}:
                found.setdefault(breakdown, {}).update({code.code: say(code.label) for code in lists[name]})
    return found


def measure_outcome_rows(framework: Framework) -> Iterator[Row]:
    """Which measures speak of which outcome."""
    for measure in framework.measures:
        for outcome in measure.outcomes:
            yield {"framework": framework.id, "outcome": outcome, "measure": measure.id}
