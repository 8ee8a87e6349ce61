"""Clocks that nobody could keep, that run for nobody, or that never count."""

from collections.abc import Iterator

from surveys.lint.looking import Looking
from surveys.lint.references import nearest
from surveys.marked_yaml import FieldPath, Finding
from surveys.model.clocks import Clock

NO_LONGER_SUPPORTED = ("closed", "signposted")
LONGEST_DAYS = 2 * 366
LISTS = {"assessment": "assessment_kind", "contact": "contact_kind"}


def that_ask_for_what_cannot_be(looking: Looking) -> Iterator[Finding]:
    """Clocks with codes or readings that are not there, the same id twice, for closed people, or of more than two years."""
    seen: set[str] = set()
    readings = [reading.id for reading in looking.framework.readings]
    for path, clock in _clocks(looking):
        if clock.id in seen:
            yield looking.error((*path, "id"), f"there is already a clock {clock.id!r}", "repeated-id")
        seen.add(clock.id)
        yield from _codes(looking, path, clock)
        if clock.reading is not None and clock.reading not in readings:
            message = f"there is no reading {clock.reading!r} in this framework{nearest(clock.reading, readings)}"
            yield looking.error((*path, "reading"), message, "no-such-reading")
        if clock.within is not None and clock.within.about_days > LONGEST_DAYS:
            message = "gives more than two years: is that what the source says?"
            yield looking.question((*path, "within"), message, "clock-very-long")


def _codes(looking: Looking, path: FieldPath, clock: Clock) -> Iterator[Finding]:
    for key, list_name, given in (
        ("kinds", LISTS.get(clock.do, ""), clock.kinds),
        ("statuses", "status", clock.statuses),
        ("carer_groups", "carer_groups", clock.carer_groups),
    ):
        codes = looking.library.codes.codes(list_name) if list_name in looking.library.codes.lists else None
        for number, code in enumerate(given):
            if codes is not None and code not in codes:
                yield looking.error(
                    (*path, key, number), f"there is no code {code!r}{nearest(code, codes)}", "no-such-code"
                )
            elif key == "statuses" and code in NO_LONGER_SUPPORTED:
                message = f"no clock runs for people who are {code!r}: nothing more is to be done for them"
                yield looking.error((*path, key, number), message, "clock-for-closed")
    if clock.carer_groups and _role(looking, clock) != "carer":
        message = "only carers are in groups of carers: this clock runs for nobody"
        yield looking.error((*path, "carer_groups"), message, "clock-for-nobody")


def that_never_count(looking: Looking) -> Iterator[Finding]:
    """A clock beside another for the same people and the same thing that gives less time: only the shorter counts."""
    clocks = list(_clocks(looking))
    for path, clock in clocks:
        for _, other in clocks:
            if other is not clock and _same_but_shorter(looking, other, clock):
                message = f"clock {other.id!r} gives less time for the same, so this one never counts"
                yield looking.question((*path, "within"), message, "clock-outdone")
                break


def _same_but_shorter(looking: Looking, other: Clock, clock: Clock) -> bool:
    if other.within is None or clock.within is None or (other.do, other.counted_from) != (clock.do, clock.counted_from):
        return False
    kinds_covered = (
        set(other.kinds) == set(clock.kinds)
        if clock.do == "contact"
        else not other.kinds or (bool(clock.kinds) and set(clock.kinds) <= set(other.kinds))
    )
    return (
        kinds_covered
        and _role(looking, other) == _role(looking, clock)
        and set(clock.statuses) <= set(other.statuses)
        and (not other.carer_groups or (bool(clock.carer_groups) and set(clock.carer_groups) <= set(other.carer_groups)))
        and (not other.contracts or (bool(clock.contracts) and set(clock.contracts) <= set(other.contracts)))
        and other.within.about_days < clock.within.about_days
    )


def _role(looking: Looking, clock: Clock) -> str:
    return clock.role or looking.framework.serves


def _clocks(looking: Looking) -> Iterator[tuple[FieldPath, Clock]]:
    for number, clock in enumerate(looking.framework.clocks):
        yield ("clocks", number), clock
