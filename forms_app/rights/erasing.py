"""Erasing one person: every row, every file, every event's mention; and again in a backup that was put back."""

import json
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_security import current_user
from sqlalchemy import delete, or_, select, tuple_, update

from forms_app import audit_log
from forms_app.clock import now
from forms_app.database import Base, db
from forms_app.keyed_hash import keyed_hash
from forms_app.messages.carriers.outbox import outbox_folder
from forms_app.models.audit import AuditEvent
from forms_app.models.records import Person
from forms_app.models.rights import Erasure
from forms_app.models.work import Job, Message
from forms_app.respond.forgetting import forget_log
from forms_app.rights.holdings import Holdings, holdings_of, keep_others_in_imports
from forms_app.rights.mentions import known_as, take_out_mentions

LIST = "erasures.jsonl"
"""In HOME: a line for each erasure, kept apart from the database, so that an older backup of it can be put right."""
PATIENCE = 5_000
"""Milliseconds for which readers are waited for, so that SQLite's log of changes can be emptied."""
IN_DETAILS = {
    "assessment": "assessment", "review": "review", "contact": "contact", "story": "story", "response": "response",
    "item": "safety_item", "sheet": "paper_sheet", "payment": "wellbeing_payment", "feedback": "feedback", "goal": "goal",
    "referral": "referral",
}  # fmt: skip
"""The keys of events' details that name a row of someone's, and its table."""


def erasure_hash(provider: str, person: str) -> str:
    """By which someone who was erased is known again in a backup. It can't be read back without the service's key."""
    return keyed_hash(f"{provider}\n{person}", "erasure")


def erase(provider: str, person: str, *, also_mentions: bool = True) -> dict[str, int]:
    """Erase everything of one person, and commit. Returns how many rows, by table, and how many events were emptied.

    Figures that were filed or published stay. Nothing of the person stands in what is returned or logged. With
    `also_mentions` their name is taken out of what was written about others too ("mention": how many rows), which reads
    every text of the provider; whoever erases many does that once (`take_out_mentions`).
    """
    audit_log.lock_log()
    found = holdings_of(provider, person)
    known = known_as(provider, person)
    counts = found.counts
    emptied = _empty_events(found)
    files = _files_of(found)
    _untie_carers(found)
    keep_others_in_imports(found)
    for table in reversed(Base.metadata.sorted_tables):
        keys = sorted(found.keys.get(table.name, ()), key=repr)
        for start in range(0, len(keys), 500):
            wanted = tuple_(*table.primary_key.columns).in_(keys[start : start + 500])
            db.session.execute(delete(table).where(wanted))
    db.session.expire_all()
    mentions = take_out_mentions(provider, [known]) if also_mentions else 0
    counts |= {"mention": mentions} if mentions else {}
    counts |= {"audit_event": emptied} if emptied else {}
    user = current_user.id if current_user and current_user.is_authenticated else None
    who, at = erasure_hash(provider, person), now()
    db.session.add(
        Erasure(who=who, provider=provider, erased_at=at, erased_by=user, rows=json.dumps(counts, sort_keys=True))
    )
    rows = sum(counts.values()) - emptied
    audit_log.record("person-erased", provider=provider, rows=rows, events=emptied)
    db.session.commit()
    _note(who, at.isoformat())
    for path in files:
        path.unlink(missing_ok=True)
    db.session.remove()
    forget_log(PATIENCE)
    return counts


def people_back() -> list[tuple[str, str]]:
    """Everyone who was erased and is there again, because an old backup was put back: provider and reference.

    Whoever was registered under the same reference since is someone new, and is not among them.
    """
    erased = {row.who: row.erased_at.date() for row in db.session.execute(select(Erasure.who, Erasure.erased_at))}
    path = _list()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        noted = json.loads(line)
        day = datetime.fromisoformat(noted["at"]).date()
        erased[noted["who"]] = max(day, erased.get(noted["who"], day))
    people = select(Person.provider, Person.person, Person.registered_on).execution_options(yield_per=1000)
    return [
        (row.provider, row.person)
        for row in db.session.execute(people)
        if (gone := erased.get(erasure_hash(row.provider, row.person))) and row.registered_on < gone
    ]


def _empty_events(found: Holdings) -> int:
    """Empty the events that name them, or nobody and one of their rows. Served by ix_audit_event_person."""
    keys = {name: {str(key[-1]) for key in found.keys.get(table, ())} for name, table in IN_DETAILS.items()}
    actions = [action for action, names in audit_log.DETAIL_KEYS.items() if names & set(IN_DETAILS)]
    named = (AuditEvent.provider == found.provider) & (AuditEvent.person == found.person)
    about = (AuditEvent.provider == found.provider) & AuditEvent.action.in_(actions) & AuditEvent.person.is_(None)
    emptied = 0
    for event in db.session.scalars(select(AuditEvent).where(or_(named, about)).execution_options(yield_per=1000)):
        said = json.loads(event.details)
        if event.person == found.person or any(str(said[name]) in keys[name] for name in keys if name in said):
            audit_log.empty_event(event)
            emptied += 1
    db.session.flush()
    return emptied


def _untie_carers(found: Holdings) -> None:
    """Take the person out of the records of whoever cares for them."""
    carers = update(Person).where(Person.provider == found.provider, Person.cares_for == found.person)
    db.session.execute(carers.values(cares_for=None, cared_for_name=None))


def _files_of(found: Holdings) -> list[Path]:
    """Files that may name them: messages in the outbox, and whatever was made for their provider's staff to fetch."""
    numbers = [key[0] for key in found.keys.get("message", ())]
    references = db.session.scalars(select(Message.reference).where(Message.id.in_(numbers))).all()
    files = [path for reference in references for path in outbox_folder().glob(f"{reference}.*")]
    folder = Path(current_app.config["HOME"]) / "files"
    jobs = db.session.scalars(select(Job).where(or_(Job.provider == found.provider, Job.provider.is_(None)))).all()
    for job in jobs:
        if job.result:
            files.append(folder / job.result)
            job.result = None
    return files


def _list() -> Path:
    return Path(current_app.config["HOME"]) / LIST


def _note(who: str, at: str) -> None:
    path = _list()
    path.touch(mode=0o600)
    with path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"who": who, "at": at}) + "\n")
