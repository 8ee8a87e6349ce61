"""Names of measures, outcomes and breakdowns that are not there."""

import difflib
from collections.abc import Iterable, Iterator

from surveys.lint.looking import Looking
from surveys.marked_yaml import FieldPath, Finding
from surveys.vocabulary import BREAKDOWNS, COLUMNS


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name that is most like `name`, or "" where none is like it."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"; perhaps {near[0]!r}" if near else ""


def to_what_is_not_there(looking: Looking) -> Iterator[Finding]:
    """References within the framework to an outcome, a measure or a breakdown that is not defined."""
    for path, name in _outcomes_named(looking):
        known = looking.framework.outcome_ids()
        if name not in known:
            message = f"there is no outcome {name!r} in this framework{nearest(name, known)}"
            yield looking.error(path, message, "no-such-outcome")
    for path, name in _measures_named(looking):
        ids = [measure.id for measure in looking.framework.measures]
        if name not in ids:
            message = f"there is no measure {name!r} in this framework{nearest(name, ids)}"
            yield looking.error(path, message, "no-such-measure")
    for path, measure in looking.measures():
        columns = {column for way in measure.ways for q in way.quantities.values() if q.records
                   for column in COLUMNS[q.records.of]}  # fmt: skip
        for number, breakdown in enumerate(measure.breakdowns):
            if breakdown not in {*BREAKDOWNS, *columns}:
                message = f"there is no breakdown {breakdown!r}{nearest(breakdown, {*BREAKDOWNS, *columns})}"
                yield looking.error((*path, "breakdowns", number), message, "no-such-breakdown")


def _outcomes_named(looking: Looking) -> Iterator[tuple[FieldPath, str]]:
    for path, measure in looking.measures():
        for number, name in enumerate(measure.outcomes):
            yield (*path, "outcomes", number), name
        for number, way in enumerate(measure.ways):
            if way.mean and way.mean.goals:
                yield (*path, "ways", number, "mean", "goals", "outcome"), way.mean.goals.outcome
    for path, _, quantity in looking.quantities():
        if quantity.records and quantity.records.of in ("goals", "goal_reviews") and "outcome" in quantity.records.where:
            given = quantity.records.where["outcome"]
            for value in given if isinstance(given, list) else [given]:
                if isinstance(value, str):
                    yield (*path, "records", "where", "outcome"), value
    for form_number, form in enumerate(looking.framework.forms):
        for section_number, section in enumerate(form.sections):
            for number, field in enumerate(section.fields):
                if field.outcome:
                    yield ("forms", form_number, "sections", section_number, "fields", number, "outcome"), field.outcome


def _measures_named(looking: Looking) -> Iterator[tuple[FieldPath, str]]:
    framework = looking.framework
    for path, measure in looking.measures():
        if measure.part_of:
            yield (*path, "part_of"), measure.part_of
    for number, payment in enumerate(framework.payments):
        if payment.measure:
            yield ("payments", number, "measure"), payment.measure
    for number, reading in enumerate(framework.readings):
        for place, name in enumerate(reading.measures):
            yield ("readings", number, "measures", place), name
    for form_number, form in enumerate(framework.forms):
        for section_number, section in enumerate(form.sections):
            for number, field in enumerate(section.fields):
                if field.measure:
                    yield ("forms", form_number, "sections", section_number, "fields", number, "measure"), field.measure
