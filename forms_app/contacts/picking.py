"""Picking people for a form: those ticked stay ticked, whoever is looked for next."""

from dataclasses import dataclass
from datetime import timedelta

from flask_security import current_user
from sqlalchemy import case, func, or_, select

from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Contact, Person
from forms_app.typed import Typed

SHOWN = 30
"""How many people the form offers at a time."""
MOST_FOUND = 300
LATELY = timedelta(days=90)
"""How far back "last" goes: among all the contacts of years, a worker's own would be slow to find."""
NAMES_READ = 3000
"""Up to how many people a provider's names are looked through: names are encrypted, and each is read to compare it."""


@dataclass(frozen=True)
class Offer:
    """People to tick: those ticked already, and others. `more`: that many matched and are not shown."""

    picked: list[Person]
    others: list[Person]
    more: int
    looked_for: str
    by_name: bool


def picked_people(typed: Typed, provider: str) -> list[Person]:
    """The people ticked, by reference: those of `provider` alone."""
    references = sorted({value[:80] for value in typed.values("people")})
    wanted = select(Person).where(Person.provider == provider, Person.person.in_(references)).order_by(Person.person)
    return list(db.session.scalars(wanted)) if references else []


def offer(typed: Typed, provider: str) -> Offer:
    """What the form shows: those ticked; then those looked for or, where no one is, those the worker saw last."""
    picked = picked_people(typed, provider)
    looked_for = typed.value("find")[:80]
    by_name = _number_of_people(provider) <= NAMES_READ
    found = _found(provider, looked_for, by_name) if looked_for else _mine(provider)
    taken = {person.person for person in picked}
    others = [person for person in found if person.person not in taken]
    return Offer(picked, others[:SHOWN], max(len(others) - SHOWN, 0), looked_for, by_name)


def _number_of_people(provider: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Person).where(Person.provider == provider)) or 0


def _found(provider: str, looked_for: str, by_name: bool) -> list[Person]:
    """Those whose reference begins with or holds the words, or whose name does; those on the books first."""
    last = case((Person.status == "closed", 1), else_=0)
    everyone = select(Person.person, Person.name).where(Person.provider == provider).order_by(last, Person.person)
    if by_name:
        words = looked_for.casefold()
        found = [
            row.person
            for row in db.session.execute(everyone)
            if words in row.person.casefold() or words in (row.name or "").casefold()
        ]
    else:
        matching = everyone.where(Person.person.icontains(looked_for, autoescape=True)).limit(MOST_FOUND)
        found = [row.person for row in db.session.execute(matching)]
    people = db.session.scalars(select(Person).where(Person.provider == provider, Person.person.in_(found[:MOST_FOUND])))
    order = {reference: number for number, reference in enumerate(found)}
    return sorted(people, key=lambda person: order[person.person])


def _mine(provider: str) -> list[Person]:
    """The worker's own people, and those they recorded a contact with last (served by ix_contact_on)."""
    seen = (
        select(Contact.person, func.max(Contact.on).label("last"))
        .where(Contact.provider == provider, Contact.on >= today() - LATELY, Contact.recorded_by == current_user.id)
        .group_by(Contact.person)
        .order_by(func.max(Contact.on).desc(), Contact.person)
        .limit(SHOWN)
        .subquery()
    )
    wanted = (
        select(Person)
        .outerjoin(seen, seen.c.person == Person.person)
        .where(Person.provider == provider, or_(Person.worker_id == current_user.id, seen.c.person.is_not(None)))
        .where(or_(Person.status.is_(None), Person.status != "closed"))
        .order_by(case((seen.c.last.is_(None), 1), else_=0), seen.c.last.desc(), Person.person)
        .limit(2 * SHOWN)
    )
    return list(db.session.scalars(wanted))
