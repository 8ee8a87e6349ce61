"""Writing and checking the audit log. Each action declares the exact keys of its details."""

import hashlib
import json
import secrets
from dataclasses import dataclass

from flask_security import current_user
from sqlalchemy import select, text

from forms_app.clock import now
from forms_app.database import db
from forms_app.models.audit import AuditEvent

DETAIL_KEYS: dict[str, frozenset[str]] = {
    "person-seen": frozenset(),
    "people-listed": frozenset({"count"}),
    "person-registered": frozenset(),
    "person-told-apart": frozenset(),
    "person-told-apart-taken-back": frozenset(),
    "person-given": frozenset({"to"}),
    "sample-drawn": frozenset({"sample", "people"}),
    "assessment-started": frozenset({"assessment"}),
    "assessment-completed": frozenset({"assessment", "goals"}),
    "review-recorded": frozenset({"review", "goals"}),
    "review-corrected": frozenset({"review", "version"}),
    "review-versions-seen": frozenset({"review"}),
    "goal-corrected": frozenset({"goal"}),
    "goal-taken-back": frozenset({"goal"}),
    "assessment-corrected": frozenset({"assessment"}),
    "assessment-taken-back": frozenset({"assessment"}),
    "return-filed": frozenset({"framework", "form", "period_start", "version"}),
    "payment-decided": frozenset({"contract", "contract_year", "element", "met"}),
    "target-set": frozenset({"contract", "measure", "interval"}),
    "story-written": frozenset({"story"}),
    "story-approved": frozenset({"story"}),
    "story-withdrawn": frozenset({"story"}),
    "story-seen": frozenset({"story"}),
    "story-names-cleared": frozenset({"story", "count"}),
    "change-written": frozenset({"change"}),
    "change-approved": frozenset({"change", "cleared"}),
    "change-withdrawn": frozenset({"change"}),
    "survey-published": frozenset({"survey", "number"}),
    "survey-draft-discarded": frozenset({"survey"}),
    "round-opened": frozenset({"round"}),
    "language-signed-off": frozenset({"survey", "language"}),
    "language-sign-off-taken-back": frozenset({"survey", "language"}),
    "round-changed": frozenset({"round"}),
    "people-invited": frozenset({"round", "count"}),
    "invitation-removed": frozenset({"round"}),
    "invitation-corrected": frozenset({"round", "channel"}),
    "invitations-sent": frozenset({"round", "count"}),
    "letters-made": frozenset({"round"}),
    "letters-fetched": frozenset({"round", "job"}),
    "person-contact-changed": frozenset(),
    "person-changed": frozenset({"fields"}),
    "status-changed": frozenset({"status"}),
    "referral-recorded": frozenset({"referral", "accepted"}),
    "note-added": frozenset(),
    "consent-recorded": frozenset({"scope"}),
    "consent-withdrawn": frozenset({"scope"}),
    "survey-answers-seen": frozenset({"response"}),
    "timeline-seen": frozenset(),
    "contact-recorded": frozenset({"contact", "kind"}),
    "contact-changed": frozenset({"contact"}),
    "contact-removed": frozenset({"contact", "kind"}),
    "activity-recorded": frozenset({"activity", "attendees"}),
    "activity-changed": frozenset({"activity", "attendees"}),
    "activity-removed": frozenset({"activity", "kind"}),
    "emergency-plan-seen": frozenset(),
    "emergency-plan-saved": frozenset(),
    "emergency-plan-removed": frozenset(),
    "payment-recorded": frozenset({"payment"}),
    "card-issued": frozenset({"kind"}),
    "feedback-listed": frozenset({"count"}),
    "feedback-seen": frozenset({"feedback"}),
    "feedback-recorded": frozenset({"feedback", "kind"}),
    "feedback-changed": frozenset({"feedback"}),
    "sheets-printed": frozenset({"round", "language", "layout", "sheets"}),
    "sheet-entered": frozenset({"round", "channel"}),
    "sheet-corrected": frozenset({"sheet"}),
    "contact-slip-entered": frozenset({"round"}),
    "safety-items-listed": frozenset({"count"}),
    "safety-item-seen": frozenset({"item"}),
    "safety-item-assigned": frozenset({"item", "to"}),
    "safety-item-tried": frozenset({"item"}),
    "safety-item-closed": frozenset({"item", "outcome"}),
    "safety-item-reopened": frozenset({"item"}),
    "duty-set": frozenset({"user", "starts_on", "ends_on"}),
    "duty-removed": frozenset({"user", "starts_on", "ends_on"}),
    "words-read": frozenset({"page", "surveys", "questions", "count"}),
    "text-coded": frozenset({"response", "question", "themes"}),
    "text-coded-again": frozenset({"response", "question"}),
    "themes-settled": frozenset({"response", "question", "themes"}),
    "export-fetched": frozenset({"survey", "job"}),
    "results-exported": frozenset({"survey", "round", "rows", "words"}),
    "imported": frozenset({"rows"}),
    "exported": frozenset({"rows"}),
    "import-uploaded": frozenset({"number", "rows"}),
    "import-asked": frozenset({"number", "what", "rows"}),
    "import-checked": frozenset({"number", "rows", "faults"}),
    "import-made": frozenset({"number", "new", "changed"}),
    "import-undone": frozenset({"number", "rows", "left"}),
    "import-rows-fetched": frozenset({"number", "rows"}),
    "import-removed": frozenset({"number"}),
    "audit-exported": frozenset({"events"}),
    "signed-in": frozenset(),
    "signed-out": frozenset(),
    "signed-out-everywhere": frozenset({"sessions"}),
    "session-ended": frozenset(),
    "sign-in-refused": frozenset({"user"}),
    "password-changed": frozenset(),
    "second-factor-added": frozenset({"kind"}),
    "second-factor-removed": frozenset({"kind"}),
    "recovery-codes-made": frozenset(),
    "recovery-code-used": frozenset({"left"}),
    "staff-invited": frozenset({"invitation", "roles"}),
    "staff-invitation-sent-again": frozenset({"invitation"}),
    "staff-invitation-link-shown": frozenset({"invitation"}),
    "staff-invitation-taken-back": frozenset({"invitation"}),
    "account-joined": frozenset({"user", "invitation"}),
    "account-added": frozenset({"user", "roles"}),
    "account-changed": frozenset({"user", "roles"}),
    "account-turned-off": frozenset({"user"}),
    "account-turned-on": frozenset({"user"}),
    "account-second-factor-reset": frozenset({"user"}),
    "account-signed-out": frozenset({"user"}),
    "password-reset-sent": frozenset({"user"}),
    "password-reset": frozenset({"user"}),
    "sampling-asked": frozenset({"sampling"}),
    "sampling-agreed": frozenset({"sampling", "people"}),
    "sampling-refused": frozenset({"sampling"}),
    "sampling-ended": frozenset({"sampling"}),
    "sampling-opened": frozenset({"sampling", "people"}),
    "sampled-record-seen": frozenset({"sampling"}),
    "person-events-listed": frozenset(),
    "person-searched": frozenset({"found"}),
    "person-data-given": frozenset({"rows"}),
    "person-erased": frozenset({"rows", "events"}),
}
FIRST_HASH = "0" * 64


def record(action: str, *, provider: str | None = None, person: str | None = None, **details: object) -> None:
    """Add an event to the current transaction. Raises ValueError when details are not exactly the declared keys."""
    if set(details) != DETAIL_KEYS[action]:
        raise ValueError(f"{action} takes exactly {sorted(DETAIL_KEYS[action])}, not {sorted(details)}")
    session = db.session
    lock_log()
    previous = session.scalar(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)) or FIRST_HASH
    user_id = current_user.id if current_user and current_user.is_authenticated else None
    event = AuditEvent(
        at=now(),
        user_id=user_id,
        action=action,
        provider=provider,
        person=person,
        details=details_text(**details),
        salt=secrets.token_hex(16),
        previous_hash=previous,
    )
    event.sealed = seal_of(event)
    event.hash = event_hash(event)
    session.add(event)
    session.flush()


def details_text(**details: object) -> str:
    """The details of an event as the log keeps them, by which events can be found again."""
    return json.dumps(details, sort_keys=True, default=str)


def lock_log() -> None:
    """Keep everyone else from writing events until the transaction ends. On SQLite there is one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(728401)"))


def event_hash(event: AuditEvent) -> str:
    """SHA-256 of the event, whom and what it is about being sealed, and of the hash before it: 64 hex digits."""
    content = [event.previous_hash, event.at.isoformat(), event.user_id, event.action, event.provider, event.sealed]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def seal_of(event: AuditEvent) -> str:
    """SHA-256 of whom and what the event is about with its salt, without which nobody can try out references."""
    return hashlib.sha256(json.dumps([event.salt, event.person, event.details]).encode()).hexdigest()


def empty_event(event: AuditEvent) -> None:
    """Take out whom and what the event is about, for good. That it happened, when, and who did it stay."""
    event.person, event.details, event.salt = None, "{}", None


@dataclass(frozen=True)
class Chain:
    """What reading the whole log found. `broken`: the id of the first event that does not follow from the one before.

    `emptied` events no longer say whom they are about; `announced`: how many the erasures in the log say they emptied.
    """

    events: int
    broken: int | None
    emptied: int
    announced: int
    last_hash: str

    @property
    def holds(self) -> bool:
        """Whether nothing was changed, taken out, or emptied without an erasure."""
        return self.broken is None and self.emptied == self.announced


def read_chain() -> Chain:
    """Read the log from its beginning to its end, or to the first event that is broken, a thousand at a time."""
    previous, events, emptied, announced = FIRST_HASH, 0, 0, 0
    for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)):
        events += 1
        if event.previous_hash != previous or event.hash != event_hash(event) or not _sealed_right(event):
            return Chain(events, event.id, emptied, announced, previous)
        previous = event.hash
        emptied += event.salt is None
        if event.action == "person-erased" and event.salt is not None:
            announced += json.loads(event.details)["events"]
    return Chain(events, None, emptied, announced, previous)


def _sealed_right(event: AuditEvent) -> bool:
    if event.salt is None:
        return event.person is None and event.details == "{}"
    return event.sealed == seal_of(event)
