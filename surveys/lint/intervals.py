"""Intervals that do not fit into one another."""

from collections.abc import Iterator

from surveys.lint.looking import Looking, in_words
from surveys.marked_yaml import Finding
from surveys.periods import MONTHS


def that_do_not_divide(looking: Looking) -> Iterator[Finding]:
    """Measures worked out more often than their return is filed, and targets for intervals nobody works out."""
    for path, measure in looking.measures():
        shown = {measure.interval, *measure.also}
        if measure.interval in measure.also:
            yield looking.error((*path, "also"), f"{measure.interval!r} is the measure's own interval", "repeated-id")
        for number, target in enumerate(measure.targets):
            if target.interval and target.interval not in shown:
                message = f"nothing is worked out for each {target.interval}; add it to 'also', or aim at another interval"
                yield looking.error((*path, "targets", number, "interval"), message, "target-interval")
    for path, measure, quantity in looking.quantities():
        form = looking.form(quantity.from_return.form) if quantity.from_return else None
        if form is None:
            continue
        for interval in (measure.interval, *measure.also):
            if MONTHS[interval] < MONTHS[form.interval] or MONTHS[interval] % MONTHS[form.interval]:
                message = (
                    f"the figure is worked out for each {in_words(interval)}, and form {form.id!r} is filed "
                    f"each {in_words(form.interval)}: no whole number of returns makes one period"
                )
                yield looking.error(path, message, "interval-does-not-divide")
