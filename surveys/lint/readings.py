"""Readings: which findings they answer, and those that answer nothing."""

from collections.abc import Iterable, Iterator

from surveys.lint.looking import Looking
from surveys.lint.references import nearest
from surveys.lint.targets import SETTLED_BY_A_READING
from surveys.marked_yaml import Finding
from surveys.model.framework import Framework
from surveys.model.measure import Reading

QUESTIONS = frozenset(
    {
        "clock-outdone",
        "clock-very-long",
        "denominator-completed-only",
        "field-never-used",
        "interval-conflict",
        "number-or-percentage",
        "numerator-may-exceed",
        "stretch-far-above-target",
        "weights-not-100",
        *SETTLED_BY_A_READING,
    }
)
"""The codes that a reading can answer."""


def reading_of(framework: Framework, finding: Finding) -> Reading | None:
    """The recorded reading that answers a finding: by its code, for its measure or for the whole framework."""
    return next((reading for reading in framework.readings if answers(reading, finding)), None)


def answers(reading: Reading, finding: Finding) -> bool:
    """Whether a reading answers a finding of its framework."""
    return finding.code in reading.answers and (not reading.measures or finding.subject in reading.measures)


def of_nothing(looking: Looking, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Readings that claim to answer a kind of finding that is not known, or that no longer arises.

    Errors, since readings are published: one that answers nothing tells readers what is not so.
    """
    found = list(findings)
    for number, reading in enumerate(looking.framework.readings):
        for place, code in enumerate(reading.answers):
            path = ("readings", number, "answers", place)
            if code not in QUESTIONS:
                message = f"there is no kind of finding {code!r} that a reading can answer{nearest(code, QUESTIONS)}"
                yield looking.error(path, message, "no-such-finding")
            elif not any(finding.code == code and answers(reading, finding) for finding in found):
                message = f"nothing here is a {code!r} any more: does this reading still stand?"
                yield looking.error(path, message, "stale-reading")
