"""The clocks of casework: pure sums on dates.

An assessment is to be completed within 28 days of its start, day 28 in (source 001, payment by outcomes 1). A review
falls due every three months and a call to those not using the service every six (source 000, K2).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from surveys.periods import add_months

ASSESSMENT_DAYS = 28
REVIEW_MONTHS = 3
CALL_MONTHS = 6
SOON_DAYS = 28

Kind = Literal["assessment", "review", "wellbeing_call"]
State = Literal["overdue", "due", "done"]


@dataclass(frozen=True)
class Clock:
    """One thing to be done by a day. `since` is the day it is counted from; `first`: there was none before."""

    kind: Kind
    since: date
    due_on: date
    today: date
    first: bool = False

    @property
    def days_left(self) -> int:
        """Days until it is late; 0 on its last day, below 0 when late."""
        return (self.due_on - self.today).days

    @property
    def state(self) -> State:
        """`overdue` after the day; `due` up to 28 days before it, and for an assessment from its start; else `done`."""
        if self.days_left < 0:
            return "overdue"
        return "due" if self.kind == "assessment" or self.days_left <= SOON_DAYS else "done"


def assessment_due(started_on: date) -> date:
    """The last day on which an assessment is completed in time."""
    return started_on + timedelta(days=ASSESSMENT_DAYS)


def review_due(registered_on: date, last_review: date | None, agreed: date | None) -> date:
    """The day of the next review: the one agreed at the last review, else three months after it or registration."""
    return agreed or add_months(last_review or registered_on, REVIEW_MONTHS)


def call_due(registered_on: date, last_call: date | None) -> date:
    """The day of the next wellbeing call to someone who does not use the service."""
    return add_months(last_call or registered_on, CALL_MONTHS)


def clocks_of(
    today: date,
    *,
    status: str | None,
    registered_on: date,
    assessment_started: date | None,
    last_review: date | None,
    next_review: date | None,
    last_call: date | None,
) -> list[Clock]:
    """The clocks that run for a person, the most pressing first. None run for those closed or pointed elsewhere."""
    found = []
    if status in (None, "active", "non_engaging") and assessment_started is not None:
        found.append(Clock("assessment", assessment_started, assessment_due(assessment_started), today))
    if status in (None, "active"):
        since = last_review or registered_on
        due_on = review_due(registered_on, last_review, next_review)
        found.append(Clock("review", since, due_on, today, first=last_review is None))
    if status == "non_engaging":
        since = last_call or registered_on
        found.append(Clock("wellbeing_call", since, call_due(registered_on, last_call), today, first=last_call is None))
    order = {"overdue": 0, "due": 1, "done": 2}
    return sorted(found, key=lambda clock: (order[clock.state], clock.due_on))


def latest_day_due_before(day: date, months: int) -> date:
    """The latest start from which `months` have passed before `day`: what a query compares dates with."""
    found = add_months(day, -months) + timedelta(days=4)
    while add_months(found, months) >= day:
        found -= timedelta(days=1)
    return found
