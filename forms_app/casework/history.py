"""What is on file of one person: goals, assessments, reviews and scores, read by a fixed number of queries."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from forms_app.database import db
from forms_app.drafts import DraftLine, drafts_about
from forms_app.models.casework import ReviewVersion
from forms_app.models.records import Assessment, Goal, GoalReview, Person, Review, Score

SHUT = ("yes", "no_longer_wanted")


def mark_of(key: str) -> str:
    """What stands for a key in the names of a page's fields."""
    return hashlib.sha256(key.encode()).hexdigest()[:10]


@dataclass(frozen=True)
class GoalLine:
    """A goal with what the last review said of it."""

    goal: Goal
    last: GoalReview | None

    @property
    def mark(self) -> str:
        """What the goal's fields on a page are named with: goals brought over may have any key."""
        return mark_of(self.goal.goal)

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
    new_goals: list[Goal]
    corrections: int = 0

    @property
    def said_by(self) -> str | None:
        """Who gave the scores, where one answer holds for all goals whose worker saw them no differently."""
        said = {row.said_by for _goal, row in self.goals if row.said_by and row.worker_score is None}
        return said.pop() if len(said) == 1 else None


@dataclass(frozen=True)
class History:
    """Everything on file of one person. Reviews and scores stand newest first."""

    goals: list[GoalLine]
    reviews: list[ReviewLine]
    assessments: list[Assessment]
    scores: list[Score]
    drafts: list[DraftLine]

    @property
    def seen(self) -> str:
        """Which reviews are on file, for a page to carry: whoever sends it later is told of those that came since."""
        return ".".join(sorted(mark_of(line.review.review) for line in self.reviews))

    def since(self, seen: str) -> list[ReviewLine]:
        """The reviews that were not on file when a page was made that carries `seen`, the newest first."""
        known = set(seen.split("."))
        return [line for line in self.reviews if mark_of(line.review.review) not in known]

    @property
    def open_goals(self) -> list[GoalLine]:
        """The goals still worked on."""
        return [line for line in self.goals if line.open]


def read_history(person: Person) -> History:
    """Read `person`'s history: seven queries."""
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
    corrections = _corrections(person)
    lines = [
        _review_line(review, by_review.get(review.review, {}), list(goals), by_day, corrections.get(review.review, 0))
        for review in reversed(reviews)
    ]
    about = {person.person, *(one.assessment for one in assessments), *by_review, *(goal.goal for goal in goals)}
    drafts = drafts_about(person.provider, about)
    return History([GoalLine(goal, last.get(goal.goal)) for goal in goals], lines, list(assessments), list(scores), drafts)


def _corrections(person: Person) -> dict[str, int]:
    """How often each review was corrected. Served by ix_review_person and the key of review_version."""
    wanted = (
        select(ReviewVersion.review, func.count())
        .join(Review, (Review.provider == ReviewVersion.provider) & (Review.review == ReviewVersion.review))
        .where(Review.provider == person.provider, Review.person == person.person)
        .group_by(ReviewVersion.review)
    )
    return {str(review): int(count) for review, count in db.session.execute(wanted)}


def _review_line(
    review: Review, said: dict[str, GoalReview], goals: list[Goal], by_day: dict[tuple[str, date], Score], corrections: int
) -> ReviewLine:
    score = by_day.get(("wellbeing", review.reviewed_on))
    return ReviewLine(
        review,
        [(goal, said[goal.goal]) for goal in goals if goal.goal in said],
        score.score if score is not None and score.at == "review" else None,
        [goal for goal in goals if goal.at_review == review.review],
        corrections,
    )
