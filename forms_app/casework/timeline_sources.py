"""Where the entries of a person's timeline come from: one SELECT for each kind of record, all of the same columns."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Text,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)

from forms_app.casework.said import responses_of
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


def sources(provider: str, person: str, groups: list[str], feedback_by: int | None = None) -> list[Query]:
    """A SELECT for each kind of the groups asked for. Each is served by an index that begins with the person.

    `feedback_by`: only the feedback that this account recorded; None: all of it.
    """
    wanted = {kind for group in groups for kind in GROUPS[group]}
    made = {**_of_record(provider, person), **_of_support(provider, person, feedback_by), **_of_words(provider, person)}
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


def _of_record(provider: str, person: str) -> dict[str, Query]:
    def theirs(model: Any) -> list[ColumnElement[bool]]:
        return [model.provider == provider, model.person == person]

    corrected = exists().where(ReviewVersion.provider == Review.provider, ReviewVersion.review == Review.review)
    completed = Assessment.completed_on.is_not(None)
    assessed = {"key": Assessment.assessment, "code": Assessment.kind}
    return {
        "registered": _line("registered", Person.registered_on, Person.person).where(*theirs(Person)),
        "referral": _line(
            "referral", Referral.received_on, Referral.referral, code=Referral.source, extra=Referral.accepted,
            words=Referral.notes, by=Referral.recorded_by,
        ).where(*theirs(Referral)),
        "status": _line(
            "status", StatusChange.since, StatusChange.status, code=StatusChange.status, extra=StatusChange.reason,
            by=StatusChange.recorded_by,
        ).where(*theirs(StatusChange)),
        "assessment": _line("assessment", Assessment.started_on, **assessed).where(*theirs(Assessment)),
        "assessment-completed": _line("assessment-completed", Assessment.completed_on, **assessed).where(
            *theirs(Assessment), completed
        ),
        "goal": _line("goal", Goal.agreed_on, Goal.goal, code=Goal.outcome, words=Goal.words).where(*theirs(Goal)),
        "review": _line(
            "review", Review.reviewed_on, Review.review, code=Review.kind,
            extra=case((corrected, literal("corrected")), else_=null()), words=Review.notes, by=Review.recorded_by,
        ).where(*theirs(Review)),
        "score": _line("score", Score.taken_on, Score.scale, code=Score.scale, extra=Score.score).where(*theirs(Score)),
    }  # fmt: skip


def _of_support(provider: str, person: str, feedback_by: int | None) -> dict[str, Query]:
    """A payment or a card is counted by a contact too: it stands here once."""

    def theirs(model: Any) -> list[ColumnElement[bool]]:
        return [model.provider == provider, model.person == person]

    counts = [exists().where(*theirs(model), model.once == Contact.contact) for model in (WellbeingPayment, CardIssued)]
    paid, given = WellbeingPayment, CardIssued
    seen = [] if feedback_by is None else [Feedback.recorded_by == feedback_by]
    return {
        "contact": _line(
            "contact", Contact.on, Contact.contact, code=Contact.kind, extra=Contact.minutes, words=Contact.notes,
            by=Contact.recorded_by,
        ).where(*theirs(Contact), ~or_(*counts)),
        "payment": _line("payment", paid.paid_on, paid.once, code=paid.spent_on, extra=paid.amount).where(*theirs(paid)),
        "card": _line("card", given.issued_on, given.once, code=given.kind).where(*theirs(given)),
        "feedback": _line(
            "feedback", Feedback.received_on, Feedback.feedback, code=Feedback.kind, extra=Feedback.outcome,
            by=Feedback.recorded_by,
        ).where(*theirs(Feedback), *seen),
        "safety": _line("safety", func.date(SafetyItem.opened_at), SafetyItem.id, code=SafetyItem.state).where(
            *theirs(SafetyItem)
        ),
    }  # fmt: skip


def _of_words(provider: str, person: str) -> dict[str, Query]:
    def theirs(model: Any) -> list[ColumnElement[bool]]:
        return [model.provider == provider, model.person == person]

    sent = responses_of(provider, person).subquery("sent")
    agreed = {"key": Consent.id, "code": Consent.scope, "extra": Consent.form}
    return {
        "note": _line(
            "note", func.date(Note.written_at), Note.id, extra=Note.written_at, words=Note.text, by=Note.written_by
        ).where(*theirs(Note)),
        "consent": _line("consent", Consent.given_on, by=Consent.recorded_by, **agreed).where(*theirs(Consent)),
        "consent-withdrawn": _line("consent-withdrawn", Consent.withdrawn_on, by=Consent.withdrawn_by, **agreed).where(
            *theirs(Consent), Consent.withdrawn_on.is_not(None)
        ),
        "survey": _line("survey", sent.c.submitted_on, sent.c.response, code=sent.c.survey, extra=sent.c.channel),
    }
