"""What a review says, whole: as it is typed, kept, compared with another and written down before a correction."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from forms_app.casework.goal_rows import AgreedGoal
from forms_app.casework.history import mark_of
from forms_app.typed import Typed


@dataclass(frozen=True)
class GoalAnswers:
    """What is said of one goal; columns of `goal_review`. `score` is the person's, `worker_score` the worker's."""

    goal: str
    score: int | None
    achieved: str
    need_met: str | None
    unmet_reason: str | None
    said_by: str | None = None
    worker_score: int | None = None
    words: str | None = None


@dataclass(frozen=True)
class ReviewContent:
    """A review. `wellbeing` is the score of its day, 0 to 10; `new_goals` were agreed at it."""

    reviewed_on: date
    kind: str | None
    feels_supported: str | None
    next_due_on: date | None
    wellbeing: int | None
    goals: tuple[GoalAnswers, ...]
    present: str | None = None
    notes: str | None = None
    new_goals: tuple[AgreedGoal, ...] = ()

    @property
    def said_by(self) -> str | None:
        """Who gave the scores: one answer for all goals. Where the worker's differs on one, that one is the person's."""
        said = {goal.said_by for goal in self.goals if goal.said_by and goal.worker_score is None}
        said = said or {goal.said_by for goal in self.goals if goal.said_by}
        return said.pop() if len(said) == 1 else None


def to_json(content: ReviewContent) -> str:
    """The whole review as text, for `review_version`."""
    return json.dumps(asdict(content), default=str)


def from_json(text: str) -> ReviewContent:
    """What `to_json` wrote."""
    kept: dict[str, Any] = json.loads(text)
    return ReviewContent(
        **{
            **kept,
            "reviewed_on": date.fromisoformat(kept["reviewed_on"]),
            "next_due_on": date.fromisoformat(kept["next_due_on"]) if kept["next_due_on"] else None,
            "goals": tuple(GoalAnswers(**goal) for goal in kept["goals"]),
            "new_goals": tuple(AgreedGoal(**goal) for goal in kept["new_goals"]),
        }
    )


def as_typed(content: ReviewContent) -> Typed:
    """What would have to be typed to say the same again."""
    typed = Typed(MultiDict())
    typed.set_day("reviewed_on", content.reviewed_on)
    typed.set_day("next_due_on", content.next_due_on)
    single: dict[str, object] = {
        "kind": content.kind,
        "feels_supported": content.feels_supported,
        "wellbeing": content.wellbeing,
        "notes": content.notes,
        "said_by": content.said_by,
        "rows": len(content.new_goals),
    }
    single["asked"] = ".".join(mark_of(goal.goal) for goal in content.goals)
    for goal in content.goals:
        mark = mark_of(goal.goal)
        for name in ("score", "worker_score", "achieved", "need_met", "unmet_reason"):
            single[f"{name}-{mark}"] = getattr(goal, name)
        single[f"said-{mark}"] = goal.words
    for row, new in enumerate(content.new_goals, 1):
        single |= {f"outcome-{row}": new.outcome, f"baseline-{row}": new.baseline, f"words-{row}": new.words}
        single[f"goal-{row}"] = mark_of(new.goal) if new.goal else None
    for name, value in single.items():
        typed.fields[name] = "" if value is None else str(value)
    typed.fields.setlist("present", (content.present or "").split(";") if content.present else [])
    return typed
