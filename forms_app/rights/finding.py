"""Finding someone by what they say of themselves. Names and contact details are encrypted, so each is read and compared."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from forms_app.database import db
from forms_app.messages.addresses import clean_email, clean_phone
from forms_app.models.records import Person
from forms_app.models.responses import Invitation, Round


@dataclass(frozen=True)
class Sought:
    """What is known of someone; what is empty is not looked for. All that is given must fit."""

    name: str = ""
    email: str = ""
    phone: str = ""
    reference: str = ""

    def __bool__(self) -> bool:
        return any((self.name.strip(), self.email.strip(), self.phone.strip(), self.reference.strip()))

    def fits(self, name: str | None, email: str | None, phone: str | None, reference: str | None) -> bool:
        """Whether someone with these details is the one. Every word of the name must be in theirs."""
        have = (name or "").casefold()
        return (
            all(word in have for word in self.name.casefold().split())
            and _same(self.email, email, clean_email)
            and _same(self.phone, phone, clean_phone)
            and _same(self.reference, reference, str.casefold)
        )


@dataclass(frozen=True)
class Match:
    """Someone who fits. `person` is None for an invitation that is tied to no record."""

    provider: str
    person: str | None
    name: str | None


@dataclass(frozen=True)
class Found:
    """Who fits, how many records were read, and the seconds that it took."""

    matches: list[Match]
    read: int
    seconds: float


def find(sought: Sought, providers: Collection[str] | None = None) -> Found:
    """Look through the people of `providers` (all, where None) and those who were invited."""
    began, read = time.monotonic(), 0
    matches: dict[tuple[str, str | None, str | None], Match] = {}
    people = select(Person.provider, Person.person, Person.name, Person.email, Person.phone)
    invited = select(Round.provider, Invitation.person, Invitation.name, Invitation.email, Invitation.phone).join(
        Round, Round.id == Invitation.round_id
    )
    if providers is not None:
        people, invited = people.where(Person.provider.in_(providers)), invited.where(Round.provider.in_(providers))
    if sought.reference.strip():
        # A reference is not encrypted: the database finds it.
        people = people.where(func.lower(Person.person) == sought.reference.strip().lower())
    known: set[tuple[str, str | None]] = set()
    for query in (people.order_by(Person.provider, Person.person), invited.order_by(Invitation.id)):
        for row in db.session.execute(query.execution_options(yield_per=1000)):
            read += 1
            if (row.provider, row.person) not in known and sought.fits(row.name, row.email, row.phone, row.person):
                known |= {(row.provider, row.person)} if row.person else set()
                matches[row.provider, row.person, row.name] = Match(row.provider, row.person, row.name)
    return Found(list(matches.values()), read, time.monotonic() - began)


def _same(sought: str, have: str | None, clean: Callable[[str], str | None]) -> bool:
    if not sought.strip():
        return True
    sought, have = sought.strip(), (have or "").strip()
    return bool(have) and (clean(sought) or sought.casefold()) == (clean(have) or have.casefold())
