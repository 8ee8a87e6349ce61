"""The clock of feedback: 28 days from the day it was received, day 28 in (source 004, KPI 3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from forms_app.feedback.blueprint import CLOCKED
from forms_app.models.records import Feedback

DAYS = 28
SOON_DAYS = 7

State = Literal["overdue", "due", "open", "in_time", "late", "completed"]


@dataclass(frozen=True)
class FeedbackClock:
    """How feedback stands. `due_on` is None for kinds without a clock; `days` are left, or below 0 when late."""

    state: State
    due_on: date | None
    days: int | None


def clock_of(feedback: Feedback, today: date) -> FeedbackClock:
    """`overdue` after day 28; `due` in its last week; `open` before; completed `in_time` or `late`.

    A kind without a clock is `open` or `completed`.
    """
    if feedback.kind not in CLOCKED:
        return FeedbackClock("completed" if feedback.completed_on else "open", None, None)
    due_on = feedback.received_on + timedelta(days=DAYS)
    if feedback.completed_on is not None:
        left = (due_on - feedback.completed_on).days
        return FeedbackClock("late" if left < 0 else "in_time", due_on, left)
    left = (due_on - today).days
    return FeedbackClock("overdue" if left < 0 else "due" if left <= SOON_DAYS else "open", due_on, left)
