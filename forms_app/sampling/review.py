"""One sampling review: what is asked, how it stands, whose records were drawn, and who opened them."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_security import current_user
from sqlalchemy import func, select

from forms_app import audit_log
from forms_app.accounts import names_of_users, staff_only
from forms_app.administration.blueprint import organisation_words
from forms_app.database import db
from forms_app.models.accounts import SamplingGrant, SamplingReview
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Person
from forms_app.sampling.blueprint import (
    AGREED,
    ASKED,
    COMMISSIONER,
    MANAGER,
    in_force,
    is_commissioner,
    own_review,
    sampling,
    standing,
)
from forms_app.sampling.drawing import how_many, population_of
from forms_app.typed import Typed

SEEN = "sampled-record-seen"


@dataclass(frozen=True)
class Line:
    """Someone who was drawn. `name` is for their own provider; `times` and `last`: when their record was opened."""

    person: str
    name: str | None
    times: int
    last: datetime | None


@sampling.get("/<int:number>")
@staff_only(COMMISSIONER, MANAGER)
def review(number: int) -> str:
    """A review. To list the people who were drawn is an event."""
    page = page_of(own_review(number), Typed())
    db.session.commit()
    return page


def page_of(found: SamplingReview, typed: Typed) -> str:
    """The page of a review, with what was typed to answer it. The caller commits."""
    stands = standing(found)
    asks = is_commissioner()
    lines = _for_commissioner(found) if asks else _for_manager(found)
    if lines:
        audit_log.record("sampling-opened", provider=found.provider, sampling=found.id, people=len(lines))
    population = len(population_of(found.provider)) if stands == ASKED and not asks else 0
    return render_template(
        "sampling/review.html",
        review=found,
        stands=stands,
        organisation=organisation_words(found.provider),
        names=names_of_users([found.asked_by, found.decided_by]),
        lines=lines,
        asks=asks,
        can_end=stands == AGREED or (stands == ASKED and asks),
        population=population,
        would_draw=how_many(found.size, found.unit, population),
        form=typed,
        errors=typed.errors,
    )


def _for_commissioner(found: SamplingReview) -> list[Line]:
    """The references of the records that are open to the one who asked, now."""
    grants = db.session.scalars(in_force().where(SamplingReview.id == found.id).order_by(SamplingGrant.person)).all()
    opened = _opened(found, [one.person for one in grants])
    return [Line(one.person, None, *opened.get(one.person, (0, None))) for one in grants]


def _for_manager(found: SamplingReview) -> list[Line]:
    """Who was drawn, with their names, as long as the review is kept."""
    if current_user.provider != found.provider:
        return []
    people = (
        select(SamplingGrant.person, Person.name)
        .join(Person, (Person.provider == SamplingGrant.provider) & (Person.person == SamplingGrant.person))
        .where(SamplingGrant.review_id == found.id)
        .order_by(SamplingGrant.person)
    )
    rows = db.session.execute(people).all()
    opened = _opened(found, [row.person for row in rows])
    return [Line(row.person, row.name, *opened.get(row.person, (0, None))) for row in rows]


def _opened(found: SamplingReview, people: list[str]) -> dict[str, tuple[int, datetime | None]]:
    """How often the commissioner opened each record since it was agreed, and when last. Served by ix_audit_event_person."""
    wanted = (
        select(AuditEvent.person, func.count(), func.max(AuditEvent.at))
        .where(
            AuditEvent.provider == found.provider,
            AuditEvent.person.in_(people),
            AuditEvent.action == SEEN,
            AuditEvent.details == audit_log.details_text(sampling=found.id),
        )
        .group_by(AuditEvent.person)
    )
    return {row[0] or "": (row[1], row[2]) for row in db.session.execute(wanted)} if people else {}
