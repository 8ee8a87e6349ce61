"""Writing and checking the audit log. Each action declares the exact keys of its details."""

import hashlib
import json

from flask_security import current_user
from sqlalchemy import select, text

from forms_app.clock import now
from forms_app.database import db
from forms_app.models.audit import AuditEvent

DETAIL_KEYS: dict[str, frozenset[str]] = {
    "person-seen": frozenset(),
    "people-listed": frozenset({"count"}),
    "person-registered": frozenset(),
    "assessment-started": frozenset({"assessment"}),
    "assessment-completed": frozenset({"assessment", "goals"}),
    "review-recorded": frozenset({"review", "goals"}),
    "return-filed": frozenset({"framework", "form", "period_start", "version"}),
    "payment-decided": frozenset({"contract", "contract_year", "element", "met"}),
    "target-set": frozenset({"contract", "measure", "interval"}),
    "story-written": frozenset({"story"}),
    "story-approved": frozenset({"story"}),
    "story-withdrawn": frozenset({"story"}),
    "survey-published": frozenset({"survey", "number"}),
    "round-opened": frozenset({"round"}),
    "language-signed-off": frozenset({"survey", "language"}),
    "language-sign-off-taken-back": frozenset({"survey", "language"}),
    "round-changed": frozenset({"round"}),
    "people-invited": frozenset({"round", "count"}),
    "invitation-removed": frozenset({"round"}),
    "invitations-sent": frozenset({"round", "count"}),
    "letters-made": frozenset({"round"}),
    "person-contact-changed": frozenset(),
    "sheets-printed": frozenset({"round", "language", "layout", "sheets"}),
    "sheet-entered": frozenset({"round", "channel"}),
    "sheet-corrected": frozenset({"sheet"}),
    "safety-item-seen": frozenset({"item"}),
    "safety-item-assigned": frozenset({"item", "to"}),
    "safety-item-tried": frozenset({"item"}),
    "safety-item-closed": frozenset({"item", "outcome"}),
    "safety-item-reopened": frozenset({"item"}),
    "duty-set": frozenset({"user", "starts_on", "ends_on"}),
    "duty-removed": frozenset({"user", "starts_on", "ends_on"}),
    "text-coded": frozenset({"response", "question", "themes"}),
    "text-coded-again": frozenset({"response", "question"}),
    "themes-settled": frozenset({"response", "question", "themes"}),
    "results-exported": frozenset({"survey", "round", "rows", "words"}),
    "imported": frozenset({"rows"}),
    "exported": frozenset({"rows"}),
    "signed-in": frozenset(),
}
FIRST_HASH = "0" * 64


def record(action: str, *, provider: str | None = None, person: str | None = None, **details: object) -> None:
    """Add an event to the current transaction. Raises ValueError when details are not exactly the declared keys."""
    if set(details) != DETAIL_KEYS[action]:
        raise ValueError(f"{action} takes exactly {sorted(DETAIL_KEYS[action])}, not {sorted(details)}")
    session = db.session
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(728401)"))
    previous = session.scalar(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)) or FIRST_HASH
    user_id = current_user.id if current_user and current_user.is_authenticated else None
    event = AuditEvent(
        at=now(),
        user_id=user_id,
        action=action,
        provider=provider,
        person=person,
        details=json.dumps(details, sort_keys=True, default=str),
        previous_hash=previous,
    )
    event.hash = event_hash(event)
    session.add(event)
    session.flush()


def event_hash(event: AuditEvent) -> str:
    """SHA-256 of the event and of the hash before it, 64 hex digits."""
    content = [
        event.previous_hash, event.at.isoformat(), event.user_id, event.action, event.provider, event.person, event.details
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def first_broken_event() -> int | None:
    """The id of the first event whose hash does not follow from what it says, or None when the chain holds."""
    previous = FIRST_HASH
    for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        if event.previous_hash != previous or event.hash != event_hash(event):
            return event.id
        previous = event.hash
    return None
