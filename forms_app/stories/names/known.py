"""The names that the service knows of, for the search in one text: people on record, staff, places."""

from collections.abc import Collection
from dataclasses import replace

from flask import current_app
from sqlalchemy import or_, select

from forms_app.app import library
from forms_app.casework.marks import WORD as NAME_WORD
from forms_app.casework.marks import mark, name_words
from forms_app.database import db
from forms_app.models.accounts import User
from forms_app.models.casework import PersonMark
from forms_app.models.records import Person, Provider
from forms_app.stories.names.finding import WORD, Known, forms_of, words_to_look_up
from forms_app.stories.names.ordinary import ORDINARY

AT_ONCE = 400
SHORTEST_PLACE = 4


def known_in(text: str, provider: str | None, person: Person | None = None, *, first_name: bool = False) -> Known:
    """What of the words of `text` is known as a name; `first_name`: consent lets it stand.

    Without a provider no records are asked: the council could try out names, and learn who is on a provider's books.
    """
    own = known_of(person, _name_of_cared_for(person), first_name=first_name) if person else Known()
    return replace(
        own,
        on_record=_on_record(words_to_look_up(text), provider) if provider else frozenset(),
        staff=_staff(provider),
        places=_places(),
    )


def known_of(person: Person, cared_for: str | None, *, first_name: bool) -> Known:
    """The names of a person told of, and of the one they care for, whose name on record is `cared_for`. Asks nothing."""
    words = (person.name or "").split() if first_name else []
    first = forms_of(words[0]) if words else []
    return Known(own=_words(person.name, person.cared_for_name, cared_for), first_name=first[0] if first else None)


def _words(*names: str | None) -> frozenset[str]:
    return frozenset(form for name in names for match in WORD.finditer(name or "") for form in forms_of(match.group()))


def _name_of_cared_for(person: Person) -> str | None:
    found = db.session.get(Person, (person.provider, person.cares_for)) if person.cares_for else None
    return found.name if found else None


def _on_record(words: Collection[str], provider: str) -> frozenset[str]:
    """Those words that are part of someone's name. Served by the primary key of marks."""
    marks = {mark(provider, NAME_WORD, part): word for word in words for part in name_words(word)}
    found: set[str] = set()
    for start in range(0, len(marks), AT_ONCE):
        some = list(marks)[start : start + AT_ONCE]
        query = select(PersonMark.mark).where(
            PersonMark.provider == provider, PersonMark.kind == NAME_WORD, PersonMark.mark.in_(some)
        )
        found |= {marks[one] for one in db.session.scalars(query.distinct())}
    return frozenset(found)


def _staff(provider: str | None) -> frozenset[str]:
    """Names of the provider's and the council's staff; of everyone's without a provider."""
    query = select(User.name)
    if provider is not None:
        query = query.where(or_(User.provider == provider, User.provider.is_(None)))
    return _words(*db.session.scalars(query)) - ORDINARY


def _places() -> frozenset[str]:
    """What localities, providers and the council are called."""
    names = {locality.label for framework in library().frameworks.values() for locality in framework.localities}
    for row in db.session.execute(select(Provider.name, Provider.locality)):
        names |= {row.name, row.locality or ""}
    names.add(str(current_app.config["COUNCIL_NAME"]))
    places = {name.casefold() for name in names} | {name.casefold().split()[0] for name in names if name}
    return frozenset(place for place in places if len(place) >= SHORTEST_PLACE and place not in ORDINARY)
