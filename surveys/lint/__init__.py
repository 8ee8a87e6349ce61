"""The linter: reads definitions the way a sharp contract manager would, and asks.

Grave findings are errors. The others are questions to the source; a recorded reading answers them.
"""

from collections.abc import Callable, Iterator

from surveys.library import Library
from surveys.lint import (
    clocks,
    denominators,
    formulas,
    identities,
    instruments,
    intervals,
    payments,
    questions,
    readings,
    records,
    references,
    returns,
    shares,
    surveyed,
    targets,
)
from surveys.lint.looking import Looking
from surveys.marked_yaml import Finding

_OF_A_FRAMEWORK: tuple[Callable[[Looking], Iterator[Finding]], ...] = (
    identities.within_a_framework,
    references.to_what_is_not_there,
    formulas.that_do_not_fit_their_quantities,
    formulas.at_odds_with_the_unit,
    targets.on_the_wrong_side,
    targets.out_of_range,
    targets.for_other_intervals,
    intervals.that_do_not_divide,
    records.that_name_what_is_not_recorded,
    returns.that_are_asked_and_never_used,
    returns.with_checks_that_cannot_be_read,
    surveyed.what_is_not_asked,
    shares.that_can_exceed_the_whole,
    denominators.of_the_completed_only,
    payments.that_cannot_be_earned,
    clocks.that_ask_for_what_cannot_be,
    clocks.that_never_count,
)


def lint(library: Library) -> list[Finding]:
    """Every finding in what was loaded, grave or not, whether or not a reading answers it."""
    findings = [*identities.across_the_library(library), *instruments.that_do_not_add_up(library)]
    findings += questions.of_modules(library)
    findings += questions.of_surveys(library)
    for framework in library.frameworks.values():
        looking = Looking(library, framework)
        of_this_one = [finding for rule in _OF_A_FRAMEWORK for finding in rule(looking)]
        findings += of_this_one + list(readings.of_nothing(looking, of_this_one))
    return sorted(set(findings))
