"""What rows may refer to: keys of the database and of the files read so far, and of rows that were rejected."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from forms_app.models.records import Contract, Goal, Person, Provider, Review

RowKey = tuple[str, ...]

_KEYS = {
    "provider": (Provider.provider,),
    "person": (Person.provider, Person.person),
    "goal": (Goal.provider, Goal.goal),
    "review": (Review.provider, Review.review),
}
_PERSON = {"goal": Goal.person, "review": Review.person}


@dataclass(frozen=True)
class Term:
    """Whose a contract is and how long it runs."""

    provider: str
    framework: str
    starts_on: date
    ends_on: date | None


@dataclass
class Known:
    """Keys by thing. Goals and reviews are kept with their person; contracts with their term.

    `unsure`: things of which some row or the whole file can't be read, so that a missing one proves nothing.
    """

    keys: dict[str, dict[RowKey, str | None]] = field(default_factory=lambda: {thing: {} for thing in _KEYS})
    contracts: dict[str, Term] = field(default_factory=dict)
    rejected: dict[str, dict[RowKey, str]] = field(default_factory=lambda: {thing: {} for thing in _KEYS})
    unsure: set[str] = field(default_factory=set)

    def load(self, connection: Connection, things: set[str], own: str | None = None) -> None:
        """Add the keys that the database holds; with `own`, those of this provider alone."""
        for thing in things & _KEYS.keys():
            columns = _KEYS[thing]
            owner = [_PERSON[thing]] if thing in _PERSON else []
            keys = select(*columns, *owner).where(*([columns[0] == own] if own is not None else []))
            rows = connection.execute(keys.execution_options(yield_per=20_000))
            found = self.keys[thing]
            for row in rows:
                found[tuple(row[: len(columns)])] = row[-1] if owner else None
        if "contract" in things:
            terms = select(Contract.contract, Contract.provider, Contract.framework, Contract.starts_on, Contract.ends_on)
            terms = terms if own is None else terms.where(Contract.provider == own)
            for contract, provider, framework, starts_on, ends_on in connection.execute(terms):
                self.contracts[contract] = Term(provider, framework, starts_on, ends_on)

    def terms(self, provider: str, framework: str) -> list[Term]:
        """The terms of a provider's contracts under a framework."""
        return [term for term in self.contracts.values() if (term.provider, term.framework) == (provider, framework)]
