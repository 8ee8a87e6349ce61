"""What a review's form says, checked, and how it is saved."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from forms_app import audit_log
from forms_app.app import library
from forms_app.casework.assessments import check_day
from forms_app.casework.clocks import REVIEW_MONTHS
from forms_app.casework.history import GoalLine, History
from forms_app.casework.wellbeing import add_wellbeing_score, read_wellbeing_score
from forms_app.casework.words import outcome_words
from forms_app.database import db
from forms_app.invitations.burden import note_asked
from forms_app.invitations.reach import reach_of_person
from forms_app.models.records import GoalReview, Person, Review
from forms_app.typed import Typed
from surveys.periods import add_months


@dataclass(frozen=True)
class GoalAnswers:
    """What is said of one goal; columns of `goal_reviews.csv`."""

    goal: str
    score: int | None
    achieved: str
    need_met: str | None
    unmet_reason: str | None


@dataclass(frozen=True)
class ReviewAnswers:
    """A good form."""

    reviewed_on: date
    kind: str | None
    feels_supported: str | None
    next_due_on: date
    wellbeing: int | None
    goals: list[GoalAnswers]


def read_review(typed: Typed, person: Person, history: History) -> ReviewAnswers | None:
    """What was typed, or None with the errors on `typed`, in the order of the page."""
    codes = library().codes
    day = typed.day("reviewed_on", what=_("Date of the review"), missing=_("Enter the date of the review"))
    check_day(
        typed, "reviewed_on", _("Date of the review"), day, person.registered_on, _("the day the person was registered")
    )
    kind = typed.choice("kind", codes.codes("review_kind"), missing=_("Select whether the review was scheduled"))
    goals = [_read_goal(typed, line) for line in history.open_goals]
    supported = typed.choice(
        "feels_supported", codes.codes("feels_supported"), missing=_("Select whether they feel supported to go on")
    )
    wellbeing = read_wellbeing_score(typed, person, day, "review")
    next_due = typed.day("next_due_on", what=_("Next review"))
    if day and next_due is None and not typed.error("next_due_on"):
        next_due = add_months(day, REVIEW_MONTHS)
    if day and next_due and next_due <= day:
        typed.wrong("next_due_on", _("The next review must be after this one"), "next_due_on-day")
    if typed.errors or day is None or next_due is None:
        return None
    return ReviewAnswers(day, kind, supported, next_due, wellbeing, [goal for goal in goals if goal is not None])


def _read_goal(typed: Typed, line: GoalLine) -> GoalAnswers | None:
    codes, title = library().codes, outcome_words(line.goal.outcome)
    achieved = typed.choice(
        f"achieved-{line.mark}", codes.codes("achieved"), missing=_("%(goal)s: select whether it is achieved", goal=title)
    )
    still_wanted = achieved != "no_longer_wanted"
    score = typed.choice(
        f"score-{line.mark}",
        [str(score) for score in range(1, 6)],
        missing=_("%(goal)s: select this time's score", goal=title) if still_wanted else None,
    )
    need_met = typed.choice(
        f"need_met-{line.mark}",
        codes.codes("need_met"),
        missing=_("%(goal)s: select whether the need is met", goal=title) if still_wanted else None,
    )
    reason = typed.choice(
        f"unmet_reason-{line.mark}",
        codes.codes("unmet_reason"),
        missing=_("%(goal)s: choose why the need is not met", goal=title) if need_met == "no" else None,
    )
    if achieved is None:
        return None
    return GoalAnswers(
        line.goal.goal, int(score) if score else None, achieved, need_met, reason if need_met == "no" else None
    )


def save_review(person: Person, review_id: str, answers: ReviewAnswers) -> None:
    """Save the review in one transaction. Raises IntegrityError or StaleDataError where another request was first."""
    db.session.add(
        Review(
            provider=person.provider,
            review=review_id,
            person=person.person,
            reviewed_on=answers.reviewed_on,
            kind=answers.kind,
            feels_supported=answers.feels_supported,
            next_due_on=answers.next_due_on,
        )
    )
    # A colleague's page on the same person, opened before, must learn of this review.
    flag_modified(person, "status")
    db.session.flush()
    for goal in answers.goals:
        db.session.add(GoalReview(provider=person.provider, review=review_id, **vars(goal)))
    add_wellbeing_score(person, answers.reviewed_on, answers.wellbeing, "review")
    note_asked(person.provider, [reach_of_person(person)], on=answers.reviewed_on)
    db.session.flush()
    audit_log.record(
        "review-recorded", provider=person.provider, person=person.person, review=review_id, goals=len(answers.goals)
    )
    db.session.commit()
