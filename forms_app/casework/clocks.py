"""The clocks of casework: pure sums on dates. What is to be done and by when comes from definitions.

Where no contract names a time, the general ones run: 28 days to complete an assessment, day 28 in (source 001, payment by
outcomes 1), a review every three months and a call to those not using the service every six (source 000, K2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from forms_app.casework.tracks import ASSESSMENT_DAYS, CLOSED, Rule, Track
from forms_app.casework.tracks import REVIEW_MONTHS as REVIEW_MONTHS
from surveys.model.clocks import Do
from surveys.periods import add_months

SOON_DAYS = 28

State = Literal["overdue", "due", "done"]
STATE_ORDER: dict[State, int] = {"overdue": 0, "due": 1, "done": 2}


@dataclass(frozen=True)
class Clock:
    """One thing to be done by a day, and the rule that says so.

    `since` is the day it is counted from; `first`: there was none before; `reopened`: there was none since the record was
    opened again, which `since` is the day of; `agreed`: the day was agreed at the last review.
    """

    rule: Rule
    since: date
    due_on: date
    today: date
    first: bool = False
    agreed: bool = False
    reopened: bool = False

    @property
    def kind(self) -> Do:
        """What is to be done."""
        return self.rule.clock.do

    @property
    def days_left(self) -> int:
        """Days until it is late; 0 on its last day, below 0 when late."""
        return (self.due_on - self.today).days

    @property
    def state(self) -> State:
        """`overdue` after the day; `due` up to 28 days before it, and for what was begun or drawn at once; else `done`."""
        if self.days_left < 0:
            return "overdue"
        return "due" if self.kind in DUE_AT_ONCE or self.days_left <= SOON_DAYS else "done"


DUE_AT_ONCE: tuple[Do, ...] = ("assessment", "sample_review")
"""An assessment that was started, and a person drawn by lot, are not up to date until it is done."""


@dataclass(frozen=True)
class Draw:
    """That a person was drawn for a sample review in a period, both days in it."""

    rule: Rule
    start: date
    end: date


@dataclass(frozen=True)
class Facts:
    """What the clocks of one person are worked out from.

    `last`: by a track's key, the day something was last done; of assessments, the day the earliest open one was started.
    `agreed`: the day agreed for the next review, at the last. `reopened_on`: the day from which support runs again, for
    someone who was closed or pointed elsewhere before.
    """

    role: str
    status: str | None
    registered_on: date
    carer_groups: str | None = None
    last: Mapping[str, date | None] = field(default_factory=dict)
    agreed: date | None = None
    draws: tuple[Draw, ...] = ()
    reopened_on: date | None = None

    @property
    def begins_on(self) -> date:
        """The day from which what was not done yet is counted."""
        return self.reopened_on or self.registered_on

    def last_of(self, track: Track) -> date | None:
        """The day from which a track is counted, if any: what was done before the record was opened again is over.

        An assessment that is open, and a plan that was made, run on.
        """
        last = self.last.get(track.key)
        over = last is not None and self.reopened_on is not None and last < self.reopened_on
        return None if over and not track.needs_a_beginning else last


def clocks_of(facts: Facts, tracks: Iterable[Track], today: date) -> list[Clock]:
    """The clocks that run for a person, the most pressing first. None run for those closed or pointed elsewhere."""
    if facts.status in CLOSED:
        return []
    found = [clock for track in tracks for clock in _of_track(facts, track, today)]
    reviewed = facts.last.get("review")
    undone = [draw for draw in facts.draws if reviewed is None or reviewed < draw.start]
    if undone:
        first = min(undone, key=lambda draw: draw.end)
        found.append(Clock(first.rule, first.start, first.end, today))
    return sorted(found, key=lambda clock: (STATE_ORDER[clock.state], clock.due_on))


def _of_track(facts: Facts, track: Track, today: date) -> Iterable[Clock]:
    """The strictest of a track's clocks for a person, and the first of what is to be done once."""

    def running(rules: Iterable[Rule]) -> list[Rule]:
        return [rule for rule in rules if rule.runs_for(facts.role, facts.status, facts.carer_groups)]

    last = facts.last_of(track)
    if track.needs_a_beginning and last is None:
        return
    since = last or facts.begins_on
    first = last is None
    named = running(track.named)
    general = [] if running(track.instead) or track.general is None else running([track.general])
    agreed = facts.agreed if track.do == "review" and last is not None else None
    again = first and facts.reopened_on is not None

    def clock(rule: Rule, due_on: date | None = None) -> Clock:
        return Clock(rule, since, due_on or due_day(rule, since), today, first, due_on is not None, again)

    made = [clock(rule) for rule in named] + [clock(rule, agreed) for rule in general]
    if named and agreed:
        made.append(clock(named[0], agreed))
    if made:
        yield min(made, key=lambda clock: clock.due_on)
    if facts.last.get(track.key) is None:
        once = [clock(rule) for rule in running(track.once)]
        if once:
            yield min(once, key=lambda clock: clock.due_on)


def due_day(rule: Rule, since: date) -> date:
    """The last day in time, counted from `since`."""
    within = rule.clock.within
    if within is None:
        raise ValueError(f"clock {rule.clock.id!r} is due by a period's end")
    if within.days is not None:
        return since + timedelta(days=within.days)
    return add_months(since, within.months or 0)


def assessment_due(started_on: date) -> date:
    """The last day on which an assessment is completed in time where no contract says otherwise."""
    return started_on + timedelta(days=ASSESSMENT_DAYS)
