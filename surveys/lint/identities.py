"""Ids that stand twice."""

from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.library import Library
from surveys.lint.looking import Looking
from surveys.marked_yaml import FieldPath, Finding


def _repeated(ids: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Places and ids, from the second time an id stands on."""
    seen: Counter[str] = Counter()
    for number, identity in enumerate(ids):
        seen[identity] += 1
        if seen[identity] > 1:
            yield number, identity


def within_a_framework(looking: Looking) -> Iterator[Finding]:
    """Measures, outcomes, statements, forms, fields, payments, readings and places whose id stands twice."""
    framework = looking.framework
    groups: list[tuple[str, FieldPath, list[str]]] = [
        ("measure", ("measures",), [measure.id for measure in framework.measures]),
        ("outcome", ("outcomes",), [outcome.id for outcome in framework.outcomes]),
        ("form", ("forms",), [form.id for form in framework.forms]),
        ("payment", ("payments",), [payment.id for payment in framework.payments]),
        ("reading", ("readings",), [reading.id for reading in framework.readings]),
        ("locality", ("localities",), [place.code for place in framework.localities]),
    ]
    for number, outcome in enumerate(framework.outcomes):
        groups.append(("statement", ("outcomes", number, "statements"), [item.id for item in outcome.statements]))
    for kind, path, ids in groups:
        for number, identity in _repeated(ids):
            yield looking.error((*path, number), f"the {kind} {identity!r} stands twice; ids must differ", "repeated-id")
    for number, form in enumerate(framework.forms):
        yield from _repeated_fields(looking, number, [field.id for field in form.every_field()])


def _repeated_fields(looking: Looking, number: int, ids: list[str]) -> Iterator[Finding]:
    places: list[FieldPath] = [
        ("forms", number, "sections", section_number, "fields", field_number)
        for section_number, section in enumerate(looking.framework.forms[number].sections)
        for field_number, _ in enumerate(section.fields)
    ]
    for place, identity in _repeated(ids):
        path = places[place] if place < len(places) else ("forms", number, "matrix")
        yield looking.error(path, f"the field {identity!r} stands twice in this form; ids must differ", "repeated-id")


def across_the_library(library: Library) -> Iterator[Finding]:
    """Question keys that stand twice in any modules, and codes that stand twice in a list."""
    first: dict[str, str] = {}
    for module in library.modules.values():
        document = library.documents[f"modules/{module.id}.yaml"]
        for number, question in enumerate(module.questions):
            if question.key in first:
                message = (
                    f"the question {question.key!r} stands in modules/{first[question.key]}.yaml too; keys must differ"
                )
                yield document.finding(("questions", number, "key"), message, "repeated-id")
            first.setdefault(question.key, module.id)
            for _, code in _repeated(question.codes()):
                yield document.finding(("questions", number), f"the option {code!r} stands twice", "repeated-id")
    document = library.documents["codes.yaml"]
    lists = {("lists", name): [entry.code for entry in entries] for name, entries in library.codes.lists.items()}
    lists |= {("option_sets", name): [o.code for o in options] for name, options in library.codes.option_sets.items()}
    for path, codes in lists.items():
        for number, code in _repeated(codes):
            yield document.finding((*path, number), f"the code {code!r} stands twice in this list", "repeated-id")
