"""Saving a review, and putting a corrected one in its place: what it said before is kept as a version."""

from datetime import date

from flask_security import current_user
from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from forms_app import audit_log
from forms_app.casework.goal_rows import AgreedGoal, add_goals, goal_id
from forms_app.casework.review_content import GoalAnswers, ReviewContent, to_json
from forms_app.casework.unfinished import CORRECTION, REVIEW
from forms_app.casework.wellbeing import SCALE, add_wellbeing_score, correct_wellbeing_score
from forms_app.clock import now
from forms_app.database import db
from forms_app.drafts import forget_draft
from forms_app.invitations.burden import note_asked
from forms_app.invitations.reach import reach_of_person
from forms_app.models.casework import ReviewVersion
from forms_app.models.records import Goal, GoalReview, Person, Review, Score

COLUMNS = ("reviewed_on", "kind", "feels_supported", "next_due_on", "notes", "present")


def save_review(person: Person, review_id: str, content: ReviewContent) -> None:
    """Save the review in one transaction. Raises IntegrityError or StaleDataError where another request was first."""
    columns = {name: getattr(content, name) for name in COLUMNS}
    whose = {"provider": person.provider, "review": review_id}
    db.session.add(Review(person=person.person, recorded_by=current_user.id, **whose, **columns))
    # A colleague's page on the same person, opened before, must learn of this review.
    flag_modified(person, "status")
    db.session.flush()
    _add_goal_reviews(person, review_id, content.goals)
    add_goals(person, list(content.new_goals), content.reviewed_on, review_id, at_review=review_id)
    add_wellbeing_score(person, content.reviewed_on, content.wellbeing, "review")
    note_asked(person.provider, [reach_of_person(person)], on=content.reviewed_on)
    db.session.flush()
    audit_log.record(
        "review-recorded", provider=person.provider, person=person.person, review=review_id, goals=len(content.goals)
    )
    forget_draft(REVIEW, person.person)
    db.session.commit()


def content_of(review: Review) -> ReviewContent:
    """What a review says now: three queries."""
    key = {"provider": review.provider, "review": review.review}
    said = db.session.scalars(select(GoalReview).filter_by(**key).order_by(GoalReview.goal))
    agreed = db.session.scalars(
        select(Goal).filter_by(provider=review.provider, person=review.person, at_review=review.review).order_by(Goal.goal)
    )
    score = db.session.get(Score, (review.provider, review.person, SCALE, review.reviewed_on))
    names = GoalAnswers.__dataclass_fields__
    return ReviewContent(
        **{name: getattr(review, name) for name in COLUMNS},
        wellbeing=int(score.score) if score is not None and score.at == "review" else None,
        goals=tuple(GoalAnswers(**{name: getattr(row, name) for name in names}) for row in said),
        new_goals=tuple(AgreedGoal(goal.outcome, goal.baseline or 0, goal.words, goal.goal) for goal in agreed),
    )


def save_correction(person: Person, review: Review, content: ReviewContent, reason: str) -> None:
    """Put `content` in the place of what the review says, and keep that as a version, in one transaction.

    Raises IntegrityError or StaleDataError where another request was first.
    """
    before = content_of(review)
    db.session.add(
        ReviewVersion(
            provider=review.provider,
            review=review.review,
            number=review.version,
            content=to_json(before),
            reason=reason,
            replaced_by=current_user.id,
            replaced_at=now(),
        )
    )
    number = review.version + 1
    for name in COLUMNS:
        setattr(review, name, getattr(content, name))
    flag_modified(review, "kind")
    flag_modified(person, "status")
    db.session.flush()
    db.session.execute(delete(GoalReview).filter_by(provider=review.provider, review=review.review))
    _add_goal_reviews(person, review.review, content.goals)
    _correct_new_goals(person, review.review, number, before.new_goals, content)
    correct_wellbeing_score(person, before.reviewed_on, content.reviewed_on, content.wellbeing, "review")
    db.session.flush()
    audit_log.record(
        "review-corrected", provider=person.provider, person=person.person, review=review.review, version=number
    )
    forget_draft(CORRECTION, review.review)
    db.session.commit()


def reviewed_later(review: Review, goals: set[str]) -> set[str]:
    """Which of `goals` another review speaks of: those can't be taken back any more."""
    wanted = select(GoalReview.goal).where(
        GoalReview.provider == review.provider, GoalReview.goal.in_(goals), GoalReview.review != review.review
    )
    return set(db.session.scalars(wanted))


def _add_goal_reviews(person: Person, review_id: str, goals: tuple[GoalAnswers, ...]) -> None:
    for goal in goals:
        db.session.add(GoalReview(provider=person.provider, review=review_id, **vars(goal)))


def _correct_new_goals(
    person: Person, review_id: str, number: int, before: tuple[AgreedGoal, ...], content: ReviewContent
) -> None:
    kept = {goal.goal: goal for goal in content.new_goals if goal.goal}
    for old in before:
        row = db.session.get_one(Goal, (person.provider, old.goal))
        new = kept.get(old.goal or "")
        if new is None:
            db.session.delete(row)
        else:
            row.outcome, row.baseline, row.words = new.outcome, new.baseline, new.words
            row.agreed_on = content.reviewed_on
    added = [goal for goal in content.new_goals if not goal.goal]
    _add_later(person, review_id, number, added, content.reviewed_on)


def _add_later(person: Person, review_id: str, number: int, goals: list[AgreedGoal], agreed_on: date) -> None:
    """Goals that a correction adds: their keys are of its own version. An imported review's key is no page's id."""
    for place, goal in enumerate(goals, 1):
        key = goal_id_of_version(review_id, number, place)
        columns = {"outcome": goal.outcome, "baseline": goal.baseline, "words": goal.words, "at_review": review_id}
        db.session.add(Goal(provider=person.provider, goal=key, person=person.person, agreed_on=agreed_on, **columns))


def goal_id_of_version(review_id: str, number: int, place: int) -> str:
    """The key of a goal that a correction adds."""
    return goal_id(REVIEWS_OWN, f"{review_id} {number} {place}")


REVIEWS_OWN = "6b0d2c6e2f0f4d6b8f6f3c1e5a7d9b21"
