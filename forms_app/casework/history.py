"""What is on file of one person: goals, assessments, reviews and scores, read by a fixed number of queries."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from forms_app.database import db
from forms_app.models.records import Assessment, Goal, GoalReview, Person, Review, Score

SHUT = ("yes", "no_longer_wanted")


@dataclass(frozen=True)
class GoalLine:
    """A goal with what the last review said of it."""

    goal: Goal
    last: GoalReview | None

    @property
    def mark(self) -> str:
        """What the goal's fields on a page are named with: goals brought over may have any key."""
        return hashlib.sha256(self.goal.goal.encode()).hexdigest()[:10]

    @property
    def last_score(self) -> int | None:
        """The newest score: the last review's that has one, else the baseline."""
        return self.last.score if self.last is not None and self.last.score is not None else self.goal.baseline

    @property
    def open(self) -> bool:
        """Whether it is still worked on."""
        return self.last is None or self.last.achieved not in SHUT


@dataclass(frozen=True)
class ReviewLine:
    """A review with what it said of each goal, and the wellbeing score of its day."""

    review: Review
    goals: list[tuple[Goal, GoalReview]]
    wellbeing: Decimal | None


@dataclass(frozen=True)
class History:
    """Everything on file of one person. Reviews and scores stand newest first."""

    goals: list[GoalLine]
    reviews: list[ReviewLine]
    assessments: list[Assessment]
    scores: list[Score]

    @property
    def open_goals(self) -> list[GoalLine]:
        """The goals still worked on."""
        return [line for line in self.goals if line.open]


def read_history(person: Person) -> History:
    """Read `person`'s history: five queries."""
    whose = {"provider": person.provider, "person": person.person}
    goals = db.session.scalars(select(Goal).filter_by(**whose).order_by(Goal.agreed_on, Goal.goal)).all()
    reviews = db.session.scalars(select(Review).filter_by(**whose).order_by(Review.reviewed_on, Review.review)).all()
    assessments = db.session.scalars(
        select(Assessment).filter_by(**whose).order_by(Assessment.started_on.desc(), Assessment.assessment)
    ).all()
    scores = db.session.scalars(select(Score).filter_by(**whose).order_by(Score.taken_on.desc(), Score.scale)).all()
    said = db.session.scalars(
        select(GoalReview)
        .join(Review, (Review.provider == GoalReview.provider) & (Review.review == GoalReview.review))
        .where(Review.provider == person.provider, Review.person == person.person)
    ).all()
    by_review: dict[str, dict[str, GoalReview]] = {}
    for row in said:
        by_review.setdefault(row.review, {})[row.goal] = row
    last: dict[str, GoalReview] = {}
    for review in reviews:
        last |= by_review.get(review.review, {})
    by_day = {(score.scale, score.taken_on): score for score in scores}
    lines = [_review_line(review, by_review.get(review.review, {}), list(goals), by_day) for review in reversed(reviews)]
    return History([GoalLine(goal, last.get(goal.goal)) for goal in goals], lines, list(assessments), list(scores))


def _review_line(
    review: Review, said: dict[str, GoalReview], goals: list[Goal], by_day: dict[tuple[str, date], Score]
) -> ReviewLine:
    score = by_day.get(("wellbeing", review.reviewed_on))
    return ReviewLine(
        review,
        [(goal, said[goal.goal]) for goal in goals if goal.goal in said],
        score.score if score is not None and score.at == "review" else None,
    )
