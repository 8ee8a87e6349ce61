"""Everything that import files and definitions may name, as a text: code lists, columns, forms, measures, questions."""

from collections.abc import Iterator

from surveys.library import Library
from surveys.model.common import say
from surveys.model.framework import Framework
from surveys.vocabulary import BREAKDOWNS, COLUMNS, DATES, SUMMABLE, list_of_codes


def code_listing(library: Library) -> str:
    """List the codes of `library`, a line for each name, indented below its heading."""
    lines = ["Code lists (codes.yaml)"]
    for name, entries in library.codes.lists.items():
        lines.append(f"  {name}")
        lines += [f"    {entry.code}: {say(entry.label)}" for entry in entries]
    lines += ["", "Age groups"]
    lines += [f"  {band.code}: {say(band.label)}, from {band.from_age}" for band in library.codes.age_bands]
    lines += ["", "Columns that a quantity of records may name", *_columns(library)]
    lines += ["", "Breakdowns", f"  {', '.join(BREAKDOWNS)}"]
    for framework in library.frameworks.values():
        lines += ["", f"Framework {framework.id}: {framework.title}", *_framework(framework)]
    lines += ["", "Questions", *_questions(library)]
    lines += ["", "Instruments (scales of scores.csv)"]
    titles = {name: instrument.title for name, instrument in library.instruments.items()}
    lines += [f"  {name}: {titles[name]}" if name in titles else f"  {name}" for name in library.scales()]
    return "\n".join(lines)


def _columns(library: Library) -> Iterator[str]:
    for record, columns in COLUMNS.items():
        yield f"  {record}"
        for column in columns:
            name = list_of_codes(record, column, library.codes.lists)
            notes = [f"codes: {name}"] if name else []
            notes += ["date"] if column in DATES[record] else []
            notes += ["can be added up"] if column in SUMMABLE.get(record, ()) else []
            yield f"    {column} ({', '.join(notes)})" if notes else f"    {column}"


def _framework(framework: Framework) -> Iterator[str]:
    yield "  Outcomes (goals.csv, as framework:outcome)"
    for name in framework.outcome_ids():
        yield f"    {framework.id}:{name}"
    if framework.localities:
        yield "  Localities"
        yield from (f"    {place.code}: {place.label}" for place in framework.localities)
    yield "  Measures"
    yield from (f"    {measure.id}: {measure.title} ({measure.unit}, {measure.interval})" for measure in framework.measures)
    for form in framework.forms:
        yield f"  Form {form.id}: {form.title} (returns.csv, each {form.interval})"
        for field in form.every_field():
            choices = f": {', '.join(choice.code for choice in field.choices)}" if field.choices else ""
            yield f"    {field.id} ({field.kind}{choices})"


def _questions(library: Library) -> Iterator[str]:
    for module in library.modules.values():
        for question in module.questions:
            if question.kind in ("number", "scale"):
                holds = f"{question.at_least} to {question.at_most}"
            else:
                holds = ", ".join(question.codes())
            yield f"  {question.key} ({question.kind}){f': {holds}' if holds else ''}"
