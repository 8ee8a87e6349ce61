"""Which measures rest on a question: what is lost if it is no longer asked, and whose series breaks if it changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.library import Library
from surveys.model.framework import Framework
from surveys.model.measure import Measure


@dataclass(frozen=True)
class Use:
    """A measure that counts or averages answers to a question; `codes`: those answers that it counts by name."""

    framework: Framework
    measure: Measure
    codes: tuple[str, ...] = ()


def uses_of(library: Library, key: str) -> list[Use]:
    """Every measure of every framework whose figures come from answers to the question, in order."""
    return [use for framework in library.frameworks.values() for use in _in_a_framework(framework, key)]


def _in_a_framework(framework: Framework, key: str) -> Iterator[Use]:
    for measure in framework.measures:
        sources = [
            quantity.survey
            for way in measure.ways
            for quantity in way.quantities.values()
            if quantity.survey and quantity.survey.question == key
        ]
        averaged = any(way.mean and way.mean.answer and way.mean.answer.question == key for way in measure.ways)
        if sources or averaged:
            codes = dict.fromkeys(code for source in sources for code in source.codes or ())
            yield Use(framework, measure, tuple(codes))
