"""Fields of returns: those that quantities name and are not there, those that are asked for and never used."""

from collections.abc import Iterator
from dataclasses import replace

from surveys.formula import FormulaError
from surveys.lint.looking import Looking
from surveys.lint.references import nearest
from surveys.marked_yaml import FieldPath, Finding
from surveys.model.measure import Measure
from surveys.model.returns import Form, ReturnField
from surveys.return_rules import NUMBER_KINDS
from surveys.rules import OPENING, name_in_rule, read_rule


def that_are_asked_and_never_used(looking: Looking) -> Iterator[Finding]:
    """Return fields no formula uses (source 004, KPI 3 field B, KPI 5 fields B to E), and fields that are not there."""
    used: set[tuple[str, str]] = set()
    for path, _, quantity in looking.quantities():
        source = quantity.from_return
        if source is None:
            continue
        used.add((source.form, source.field))
        form = looking.form(source.form)
        if form is None:
            message = f"there is no form {source.form!r}{nearest(source.form, [f.id for f in looking.framework.forms])}"
            yield looking.error((*path, "return"), message, "no-such-field")
            continue
        field = looking.field(source.form, source.field)
        if field is None:
            ids = [field.id for field in form.every_field()]
            message = f"form {form.id!r} has no field {source.field!r}{nearest(source.field, ids)}"
            yield looking.error((*path, "return"), message, "no-such-field")
        elif field.kind not in NUMBER_KINDS and source.over != "count_filled":
            message = f"field {field.id!r} holds {field.kind}, not a number; count the returns that fill it (count_filled)"
            yield looking.error((*path, "return"), message, "not-a-number")
    reported: set[tuple[str, str]] = set()
    for path, measure in looking.measures():
        yield from _beside(looking, path, measure, used, reported)
    yield from _unused_fields(looking, used, reported)


def _beside(
    looking: Looking, path: FieldPath, measure: Measure, used: set[tuple[str, str]], reported: set[tuple[str, str]]
) -> Iterator[Finding]:
    forms = {q.from_return.form for way in measure.ways for q in way.quantities.values() if q.from_return}
    for number, name in enumerate(measure.collected_beside):
        where = (*path, "collected_beside", number)
        form_id, _, field_id = name.partition(".")
        places = [(form, name) for form in sorted(forms)] + ([(form_id, field_id)] if field_id else [])
        found = [place for place in places if looking.field(*place)]
        if not found:
            yield looking.error(where, f"no form of this measure has a field {name!r}", "no-such-field")
        elif found[0] in used:
            message = f"a formula uses {name!r}, so it is not only collected beside"
            yield looking.error(where, message, "contradiction")
        else:
            reported.update(found)
            message = f"the source collects {name!r}, and no formula ever uses it: what is it for?"
            yield looking.question(where, message, "field-never-used")


def _unused_fields(looking: Looking, used: set[tuple[str, str]], reported: set[tuple[str, str]]) -> Iterator[Finding]:
    for path, form, field in fields_of(looking):
        place = (form.id, field.id)
        if field.kind not in NUMBER_KINDS or place in used or place in reported:
            continue
        if field.measure is None and name_in_rule(field.id) in _names_in_checks(form):
            continue
        message = f"field {form.id}.{field.id} ({field.label}) is asked for, and no figure uses it: what is it for?"
        yield replace(looking.question(path, message, "field-never-used"), subject=field.measure or form.id)


def fields_of(looking: Looking) -> Iterator[tuple[FieldPath, Form, ReturnField]]:
    """Each field of each form's sections with its place."""
    for number, form in enumerate(looking.framework.forms):
        for section_number, section in enumerate(form.sections):
            for place, field in enumerate(section.fields):
                yield ("forms", number, "sections", section_number, "fields", place), form, field


def _names_in_checks(form: Form) -> set[str]:
    names: set[str] = set()
    for check in form.checks:
        try:
            names |= read_rule(check.rule).names
        except FormulaError:
            continue
    return names


def with_checks_that_cannot_be_read(looking: Looking) -> Iterator[Finding]:
    """Checks of a form whose rule can't be read or names a field the form does not have."""
    for number, form in enumerate(looking.framework.forms):
        known = [*(name_in_rule(field.id) for field in form.every_field() if field.kind in NUMBER_KINDS), OPENING]
        for place, check in enumerate(form.checks):
            path = ("forms", number, "checks", place, "rule")
            try:
                names = read_rule(check.rule).names
            except FormulaError as error:
                yield looking.error(path, str(error), "unreadable-formula")
                continue
            for name in sorted(names - set(known)):
                message = f"form {form.id!r} has no number field {name!r}{nearest(name, known)}"
                yield looking.error(path, message, "unknown-name")
