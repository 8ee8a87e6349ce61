"""Each kind of record as one SQL selection with the columns of `surveys.vocabulary`, the person's own beside them."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, Subquery, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from forms_app.models.casework import StatusChange, WellbeingPayment
from forms_app.models.records import (
    Activity,
    Assessment,
    Contact,
    Feedback,
    Goal,
    GoalReview,
    Person,
    Referral,
    Review,
    Score,
)
from forms_app.models.stories import Story

PERSON_COLUMNS = (
    "role", "status", "carer_groups", "locality", "gender", "ethnicity", "health_issues", "family_status",
    "employment_status", "birth_year", "cared_for_birth_year", "cared_for_gender", "cared_for_ethnicity",
    "cared_for_conditions", "closed_on", "closed_reason",
)  # fmt: skip


def days_between(start: ColumnElement[Any], end: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """Whole days from `start` to `end`, in either engine's own way; null while `end` is."""
    if dialect == "sqlite":
        return cast(func.julianday(end) - func.julianday(start), Integer)
    return cast(end, Date) - cast(start, Date)


def selection(entity: str, dialect: str, framework: str) -> Subquery:
    """The records of one kind with all their columns. Goals, and reviews of goals, are those of `framework` only."""
    return _SELECTIONS[entity](dialect, framework).subquery(entity)


def _person() -> list[Any]:
    return [getattr(Person, name) for name in PERSON_COLUMNS]


def _joined(model: Any, *columns: Any) -> Select[Any]:
    same = and_(Person.provider == model.provider, Person.person == model.person)
    return select(model.provider, model.person, *columns, *_person()).join(Person, same)


def _people(dialect: str, framework: str) -> Select[Any]:
    own: list[Any] = [Person.provider, Person.person, Person.registered_on]
    return select(*own, *_person())


def _referrals(dialect: str, framework: str) -> Select[Any]:
    same = and_(Person.provider == Referral.provider, Person.person == Referral.person)
    own = [Referral.received_on, Referral.source, Referral.kind, Referral.accepted, Referral.declined_reason]
    columns = [Referral.provider, Referral.person, *own, Referral.locality.label("referral_locality"), *_person()]
    return select(*columns).outerjoin(Person, same)


def _assessments(dialect: str, framework: str) -> Select[Any]:
    days = days_between(Assessment.started_on.expression, Assessment.completed_on.expression, dialect)
    own = [Assessment.kind, Assessment.started_on, Assessment.completed_on, days.label("days_to_complete")]
    return _joined(Assessment, *own)


def _goals(dialect: str, framework: str) -> Select[Any]:
    return _joined(Goal, Goal.goal, Goal.outcome, Goal.agreed_on, Goal.baseline).where(_in_framework(framework))


def _reviews(dialect: str, framework: str) -> Select[Any]:
    return _joined(Review, Review.review, Review.reviewed_on, Review.kind, Review.feels_supported)


def _goal_reviews(dialect: str, framework: str) -> Select[Any]:
    own = [
        Review.reviewed_on, Review.kind, Review.feels_supported, Goal.goal, Goal.outcome, Goal.agreed_on, Goal.baseline,
        GoalReview.review, GoalReview.score, GoalReview.achieved, GoalReview.need_met, GoalReview.unmet_reason,
        case((_set_at_first_assessment(), "yes"), else_="no").label("set_at_first_assessment"),
    ]  # fmt: skip
    of_review = and_(Review.provider == GoalReview.provider, Review.review == GoalReview.review)
    of_goal = and_(Goal.provider == GoalReview.provider, Goal.goal == GoalReview.goal)
    of_person = and_(Person.provider == Review.provider, Person.person == Review.person)
    columns = [GoalReview.provider, Review.person, *own, *_person()]
    joined = select(*columns).select_from(GoalReview).join(Review, of_review).join(Goal, of_goal).join(Person, of_person)
    return joined.where(_in_framework(framework))


def _set_at_first_assessment() -> ColumnElement[bool]:
    """The goal was agreed by the day the first assessment was completed, or on the first day any goal was agreed."""
    first, other, earlier = aliased(Assessment), aliased(Goal), aliased(Assessment)
    completed = (
        select(func.min(first.completed_on))
        .where(first.provider == Goal.provider, first.person == Goal.person)
        .scalar_subquery()
    )
    agreed = (
        select(func.min(other.agreed_on))
        .where(other.provider == Goal.provider, other.person == Goal.person)
        .scalar_subquery()
    )
    assessed = exists().where(
        earlier.provider == Goal.provider, earlier.person == Goal.person, earlier.completed_on.is_not(None)
    )
    return case((assessed, Goal.agreed_on <= completed), else_=Goal.agreed_on == agreed)


def later_review_of_goal(source: Subquery, period_end: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the goal of a row of `goal_reviews` was reviewed again later, by the period's end.

    Of two reviews on one day the one with the later id counts as the later. The day of the other review is looked up by
    its key, so that a database without statistics starts from the goal (index ix_goal_review_goal), not from the days.
    """
    review, goal_review = aliased(Review), aliased(GoalReview)
    other_day = (
        select(review.reviewed_on)
        .where(review.provider == goal_review.provider, review.review == goal_review.review)
        .correlate(goal_review)
        .scalar_subquery()
    )
    later_that_day = and_(other_day == source.c.reviewed_on, goal_review.review > source.c.review)
    return (
        exists()
        .where(goal_review.provider == source.c.provider, goal_review.goal == source.c.goal)
        .where(other_day <= period_end, or_(other_day > source.c.reviewed_on, later_that_day))
    )


def _in_framework(framework: str) -> ColumnElement[bool]:
    return Goal.outcome.startswith(f"{framework}:", autoescape=True)


def _scores(dialect: str, framework: str) -> Select[Any]:
    return _joined(Score, Score.scale, Score.taken_on, Score.score, Score.at)


def _contacts(dialect: str, framework: str) -> Select[Any]:
    return _joined(Contact, Contact.on, Contact.kind, Contact.minutes, Contact.online, Person.registered_on)


def _payments(dialect: str, framework: str) -> Select[Any]:
    return _joined(WellbeingPayment, WellbeingPayment.paid_on, WellbeingPayment.amount, WellbeingPayment.spent_on)


def _signpostings(dialect: str, framework: str) -> Select[Any]:
    own = [StatusChange.since, StatusChange.reason.label("signposted_to"), Person.registered_on]
    return _joined(StatusChange, *own).where(StatusChange.status == "signposted")


def _stories(dialect: str, framework: str) -> Select[Any]:
    columns: list[Any] = [Story.provider, Story.written_on, Story.kind]
    return select(*columns)


def _activities(dialect: str, framework: str) -> Select[Any]:
    own: list[Any] = [
        Activity.held_on,
        Activity.kind,
        Activity.online,
        Activity.locality,
        Activity.attendees,
        Activity.hours,
    ]
    return select(Activity.provider, *own)


def _feedback(dialect: str, framework: str) -> Select[Any]:
    days = days_between(Feedback.received_on.expression, Feedback.completed_on.expression, dialect)
    own: list[Any] = [
        Feedback.received_on,
        Feedback.completed_on,
        Feedback.kind,
        Feedback.outcome,
        days.label("days_to_complete"),
    ]
    return select(Feedback.provider, *own)


_SELECTIONS = {
    "people": _people,
    "referrals": _referrals,
    "assessments": _assessments,
    "goals": _goals,
    "reviews": _reviews,
    "goal_reviews": _goal_reviews,
    "scores": _scores,
    "contacts": _contacts,
    "payments": _payments,
    "signpostings": _signpostings,
    "activities": _activities,
    "stories": _stories,
    "feedback": _feedback,
}
