"""The record of one person who was drawn, as a commissioner may read it.

What a sampling review looks at is whether the work was done, in time, and what became of it: goals, assessments, reviews,
scores, how often there was contact, and the clocks. It needs no name, no address and nothing in anybody's own words, and in
those the carer, their family and their neighbours are named: such columns are not even read here.
"""

from dataclasses import dataclass
from typing import Any

from flask import abort, render_template
from flask_babel import gettext as _
from sqlalchemy import Row, func, select

from forms_app import audit_log
from forms_app.accounts import staff_only
from forms_app.casework.caseload import person_clocks
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.accounts import SamplingGrant, SamplingReview
from forms_app.models.records import Assessment, Contact, Goal, GoalReview, Person, Review, Score
from forms_app.sampling.blueprint import COMMISSIONER, in_force, own_review, sampling
from forms_app.sampling.review import SEEN

Rows = list[Row[Any]]


@dataclass(frozen=True)
class SampledRecord:
    """What is shown of one person; `said` holds what each review said of each goal, by review."""

    goals: Rows
    assessments: Rows
    reviews: Rows
    said: dict[str, list[Any]]
    scores: Rows
    contacts: Rows


@sampling.get("/<int:number>/person/<path:person>")
@staff_only(COMMISSIONER)
def record(number: int, person: str) -> str:
    """One record, to read, for the commissioner it was granted to while the grant is in force. Opening it is an event."""
    review = own_review(number)
    # PostgreSQL takes no NUL in a text.
    whose = in_force().where(SamplingReview.id == review.id, SamplingGrant.person == person)
    grant = None if "\0" in person else db.session.scalar(whose)
    found = db.session.get(Person, (review.provider, person)) if grant is not None else None
    if found is None:
        abort(404, _("This record is not open to you: it was not drawn, or the time is up, or the review has ended."))
    audit_log.record(SEEN, provider=found.provider, person=found.person, sampling=review.id)
    page = render_template(
        "sampling/record.html",
        review=review,
        person={
            "reference": found.person,
            "role": found.role,
            "status": found.status,
            "registered_on": found.registered_on,
        },
        clocks=person_clocks(found, today()),
        record=read_record(found.provider, found.person),
    )
    db.session.commit()
    return page


def read_record(provider: str, person: str) -> SampledRecord:
    """What may be shown of a person, by six queries that name each column they read."""
    goals = (
        select(Goal.goal, Goal.outcome, Goal.agreed_on, Goal.baseline)
        .where(Goal.provider == provider, Goal.person == person)
        .order_by(Goal.agreed_on, Goal.goal)
    )
    assessments = (
        select(Assessment.kind, Assessment.started_on, Assessment.completed_on)
        .where(Assessment.provider == provider, Assessment.person == person)
        .order_by(Assessment.started_on.desc(), Assessment.assessment)
    )
    reviews = (
        select(Review.review, Review.reviewed_on, Review.kind, Review.feels_supported, Review.next_due_on)
        .where(Review.provider == provider, Review.person == person)
        .order_by(Review.reviewed_on.desc(), Review.review)
    )
    scores = (
        select(Score.taken_on, Score.scale, Score.at, Score.score)
        .where(Score.provider == provider, Score.person == person)
        .order_by(Score.taken_on.desc(), Score.scale)
    )
    contacts = (
        select(Contact.kind, func.count().label("times"), func.max(Contact.on).label("last"))
        .where(Contact.provider == provider, Contact.person == person)
        .group_by(Contact.kind)
        .order_by(Contact.kind)
    )
    found = [list(db.session.execute(one)) for one in (goals, assessments, reviews, scores, contacts)]
    return SampledRecord(found[0], found[1], found[2], _said(provider, person), found[3], found[4])


def _said(provider: str, person: str) -> dict[str, list[Any]]:
    """What each review said of each goal, by review."""
    wanted = (
        select(
            GoalReview.review, Goal.outcome, GoalReview.achieved, GoalReview.score, GoalReview.worker_score,
            GoalReview.need_met, GoalReview.unmet_reason,
        )
        .join(Goal, (Goal.provider == GoalReview.provider) & (Goal.goal == GoalReview.goal))
        .where(Goal.provider == provider, Goal.person == person)
        .order_by(Goal.agreed_on, Goal.goal)
    )  # fmt: skip
    by_review: dict[str, list[Any]] = {}
    for row in db.session.execute(wanted):
        by_review.setdefault(row.review, []).append(row)
    return by_review
