"""Rows of a form in which goals are agreed: the outcome, what they say in their own words, how things are now."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from forms_app.casework.outcomes import frameworks_of, outcome_items
from forms_app.database import db
from forms_app.models.records import Goal, Person
from forms_app.typed import Typed

MOST_GOALS = 8
LONGEST_WORDS = 2000
SCORES = tuple(str(score) for score in range(1, 6))


@dataclass(frozen=True)
class AgreedGoal:
    """A goal agreed; columns of `goals.csv`. `goal` is its key, where it has one already."""

    outcome: str
    baseline: int
    words: str | None
    goal: str | None = None


def rows_of(typed: Typed, at_first: int) -> int:
    """How many rows the page shows."""
    known = {str(number): number for number in range(MOST_GOALS + 2)}
    return min(MOST_GOALS, max(at_first, known.get(typed.value("rows"), 0)))


def read_rows(
    typed: Typed, person: Person, rows: int, there: Collection[str], keys: Mapping[str, str] | None = None
) -> list[AgreedGoal]:
    """The goals typed, errors on `typed`. `there`: outcomes agreed already; `keys`: by mark, goals that rows may be of."""
    offered = {
        str(item["value"]) for item in outcome_items(frameworks_of(person.provider, person.role)) if "disabled" not in item
    }
    goals: list[AgreedGoal] = []
    for row in range(1, rows + 1):
        goal = _read_row(typed, row, offered, {*there, *(one.outcome for one in goals)})
        if goal is not None:
            goals.append(replace(goal, goal=(keys or {}).get(typed.value(f"goal-{row}"))))
    return goals


def _read_row(typed: Typed, row: int, offered: set[str], taken: set[str]) -> AgreedGoal | None:
    if not any(typed.value(f"{name}-{row}") for name in ("outcome", "baseline", "words")):
        return None
    outcome = typed.choice(f"outcome-{row}", offered, missing=_("Goal %(number)s: choose an outcome", number=row))
    if outcome in taken:
        typed.wrong(f"outcome-{row}", _("Goal %(number)s: this outcome is agreed already", number=row))
    baseline = typed.choice(f"baseline-{row}", SCORES, missing=_("Goal %(number)s: select how things are now", number=row))
    words = typed.text(f"words-{row}", longest=LONGEST_WORDS)
    return AgreedGoal(outcome, int(baseline), words) if outcome and baseline else None


def goal_id(once: str, number: int | str) -> str:
    """The id of the page's goal with this number: the same again when the page is sent again."""
    return uuid.uuid5(uuid.UUID(once), str(number)).hex


def add_goals(person: Person, goals: list[AgreedGoal], agreed_on: date, once: str, at_review: str | None = None) -> None:
    """Add goals to the transaction, keyed by the page that they were agreed on."""
    for number, goal in enumerate(goals, 1):
        columns = {"outcome": goal.outcome, "baseline": goal.baseline, "words": goal.words, "at_review": at_review}
        key = {"provider": person.provider, "goal": goal_id(once, number)}
        db.session.add(Goal(person=person.person, agreed_on=agreed_on, **key, **columns))
