"""What every rule of the linter looks at: one framework, its document, and the library around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.formula import Formula, FormulaError, read_formula
from surveys.library import Library
from surveys.marked_yaml import Document, FieldPath, Finding
from surveys.model.framework import Framework
from surveys.model.measure import Measure
from surveys.model.returns import Form, ReturnField
from surveys.model.source import Quantity, Way


@dataclass(frozen=True)
class Looking:
    """One framework under the linter's eye."""

    library: Library
    framework: Framework

    @property
    def document(self) -> Document:
        """The file that the framework came from."""
        return self.library.documents[f"frameworks/{self.framework.id}.yaml"]

    def error(self, path: FieldPath, message: str, code: str) -> Finding:
        """A grave finding at `path`."""
        return self.document.finding(path, message, code)

    def question(self, path: FieldPath, message: str, code: str) -> Finding:
        """A finding that a reading can answer."""
        return self.document.finding(path, message, code, grave=False)

    def measures(self) -> Iterator[tuple[FieldPath, Measure]]:
        """Each measure with its place."""
        for number, measure in enumerate(self.framework.measures):
            yield ("measures", number), measure

    def ways(self) -> Iterator[tuple[FieldPath, Measure, Way]]:
        """Each way to work out a measure, with its place."""
        for path, measure in self.measures():
            for number, way in enumerate(measure.ways):
                yield (*path, "ways", number), measure, way

    def quantities(self) -> Iterator[tuple[FieldPath, Measure, Quantity]]:
        """Each named quantity of each way, with its place."""
        for path, measure, way in self.ways():
            for name, quantity in way.quantities.items():
                yield (*path, "quantities", name), measure, quantity

    def form(self, form_id: str) -> Form | None:
        """The form, or None where there is none."""
        return next((form for form in self.framework.forms if form.id == form_id), None)

    def field(self, form_id: str, field_id: str) -> ReturnField | None:
        """The field of a form, or None where there is none."""
        form = self.form(form_id)
        return next((field for field in form.every_field() if field.id == field_id), None) if form else None


def formula_of(measure: Measure, way: Way) -> Formula | None:
    """The formula a way is worked out by: its own, the measure's, or its only quantity; None where none can be read."""
    text = way.formula or measure.formula
    if text is None and len(way.quantities) == 1:
        text = next(iter(way.quantities))
    try:
        return read_formula(text) if text else None
    except FormulaError:
        return None


def in_words(interval: str) -> str:
    """An interval as messages write it: `half year`."""
    return interval.replace("_", " ")
