"""Where the entries of a person's timeline come from: one SELECT for each kind of record, all of the same columns."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    case,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    type_coerce,
)

from forms_app.casework.said import responses_of
from forms_app.local_day import local_day
from forms_app.models.casework import CardIssued, Consent, Note, ReviewVersion, StatusChange, WellbeingPayment
from forms_app.models.records import Assessment, Contact, Feedback, Goal, Person, Referral, Review, Score
from forms_app.models.safety import SafetyItem

GROUPS = {
    "record": ("registered", "referral", "status"),
    "reviews": ("assessment", "assessment-completed", "goal", "review"),
    "scores": ("score",),
    "support": ("contact", "payment", "card"),
    "feedback": ("feedback",),
    "notes": ("note",),
    "consents": ("consent", "consent-withdrawn"),
    "surveys": ("survey",),
    "safety": ("safety",),
}
"""The kinds of entries by the filter that shows them. The order is that of entries of one day, from the bottom up."""
KINDS = [kind for kinds in GROUPS.values() for kind in kinds]
Query = Select[*tuple[Any, ...]]
PROVIDER, PERSON, USER = (
    bindparam("provider", type_=String),
    bindparam("person", type_=String),
    bindparam("user", type_=Integer),
)
"""Whose entries, and who asks: given when the query is made, so that it need be put together once only."""


def sources(groups: Iterable[str], *, all_feedback: bool) -> list[Query]:
    """A SELECT for each kind of the groups asked for. Each is served by an index that begins with the person.

    Without `all_feedback`, only the feedback that the user recorded. Whose entries they are is given with the query.
    """
    wanted = {kind for group in groups for kind in GROUPS[group]}
    made = {**_of_record(), **_of_support(all_feedback), **_of_words()}
    return [query for kind, query in made.items() if kind in wanted]


def _line(kind: str, on: Any, key: Any, *, code: Any = None, extra: Any = None, words: Any = None, by: Any = None) -> Query:
    """The columns of an entry. `words` stay encrypted until the page's few rows are read."""
    return select(
        literal(kind).label("kind"),
        literal(KINDS.index(kind)).label("rank"),
        type_coerce(on, Date).label("on"),
        cast(key, String).label("key"),
        cast(null() if code is None else code, String).label("code"),
        cast(null() if extra is None else extra, String).label("extra"),
        cast(null(), Text).label("words") if words is None else type_coerce(words, Text).label("words"),
        cast(null() if by is None else by, Integer).label("by"),
    )


def _theirs(model: Any) -> list[ColumnElement[bool]]:
    return [model.provider == PROVIDER, model.person == PERSON]


def _of_record() -> dict[str, Query]:
    corrected = exists().where(ReviewVersion.provider == Review.provider, ReviewVersion.review == Review.review)
    completed = Assessment.completed_on.is_not(None)
    assessed = {"key": Assessment.assessment, "code": Assessment.kind}
    return {
        "registered": _line("registered", Person.registered_on, Person.person).where(*_theirs(Person)),
        "referral": _line(
            "referral", Referral.received_on, Referral.referral, code=Referral.source, extra=Referral.accepted,
            words=Referral.notes, by=Referral.recorded_by,
        ).where(*_theirs(Referral)),
        "status": _line(
            "status", StatusChange.since, StatusChange.status, code=StatusChange.status, extra=StatusChange.reason,
            by=StatusChange.recorded_by,
        ).where(*_theirs(StatusChange)),
        "assessment": _line("assessment", Assessment.started_on, **assessed).where(*_theirs(Assessment)),
        "assessment-completed": _line("assessment-completed", Assessment.completed_on, **assessed).where(
            *_theirs(Assessment), completed
        ),
        "goal": _line("goal", Goal.agreed_on, Goal.goal, code=Goal.outcome, words=Goal.words).where(*_theirs(Goal)),
        "review": _line(
            "review", Review.reviewed_on, Review.review, code=Review.kind,
            extra=case((corrected, literal("corrected")), else_=null()), words=Review.notes, by=Review.recorded_by,
        ).where(*_theirs(Review)),
        "score": _line("score", Score.taken_on, Score.scale, code=Score.scale, extra=Score.score).where(*_theirs(Score)),
    }  # fmt: skip


def _of_support(all_feedback: bool) -> dict[str, Query]:
    """A payment or a card is counted by a contact too: it stands here once."""

    counts = [exists().where(*_theirs(model), model.once == Contact.contact) for model in (WellbeingPayment, CardIssued)]
    paid, given = WellbeingPayment, CardIssued
    seen = [] if all_feedback else [Feedback.recorded_by == USER]
    return {
        "contact": _line(
            "contact", Contact.on, Contact.contact, code=Contact.kind, extra=Contact.minutes, words=Contact.notes,
            by=Contact.recorded_by,
        ).where(*_theirs(Contact), ~or_(*counts)),
        "payment": _line("payment", paid.paid_on, paid.once, code=paid.spent_on, extra=paid.amount).where(*_theirs(paid)),
        "card": _line("card", given.issued_on, given.once, code=given.kind).where(*_theirs(given)),
        "feedback": _line(
            "feedback", Feedback.received_on, Feedback.feedback, code=Feedback.kind, extra=Feedback.outcome,
            by=Feedback.recorded_by,
        ).where(*_theirs(Feedback), *seen),
        "safety": _line("safety", local_day(SafetyItem.opened_at), SafetyItem.id, code=SafetyItem.state).where(
            *_theirs(SafetyItem)
        ),
    }  # fmt: skip


def _of_words() -> dict[str, Query]:
    sent = responses_of(PROVIDER, PERSON).subquery("sent")
    agreed = {"key": Consent.id, "code": Consent.scope, "extra": Consent.form}
    return {
        "note": _line(
            "note", local_day(Note.written_at), Note.id, extra=Note.written_at, words=Note.text, by=Note.written_by
        ).where(*_theirs(Note)),
        "consent": _line("consent", Consent.given_on, by=Consent.recorded_by, **agreed).where(*_theirs(Consent)),
        "consent-withdrawn": _line("consent-withdrawn", Consent.withdrawn_on, by=Consent.withdrawn_by, **agreed).where(
            *_theirs(Consent), Consent.withdrawn_on.is_not(None)
        ),
        "survey": _line("survey", sent.c.submitted_on, sent.c.response, code=sent.c.survey, extra=sent.c.channel),
    }
