"""Whether someone who is being registered, or whose record changed, may be on the books already."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select, union

from forms_app.casework.marks import EMAIL, NAME, PHONE, WORD, mark, marks_of, name_words
from forms_app.casework.telling_apart import told_apart_from
from forms_app.database import db
from forms_app.models.casework import PersonMark
from forms_app.models.records import Person

MOST = 10


@dataclass(frozen=True)
class Known:
    """What is known of someone: by these the books are searched."""

    name: str | None
    email: str | None
    phone: str | None
    birth_year: int | None


def known_of(person: Person) -> Known:
    """What is on file of someone."""
    return Known(person.name, person.email, person.phone, person.birth_year)


def alike(provider: str, known: Known, *, but: str | None = None) -> list[Person]:
    """People of a provider who may be the same: same whole name, e-mail or phone, or same family name and year of birth.

    At most ten, by one query that the keys of the marks serve. `but`: never this person, nor anyone told apart from them.
    """
    marks = {one for one in marks_of(provider, known.name, known.email, known.phone) if one[0] in (NAME, EMAIL, PHONE)}
    whose = PersonMark.provider == provider
    same = [and_(PersonMark.kind == kind, PersonMark.mark == hashed) for kind, hashed in sorted(marks)]
    if not same:
        return []
    found = [select(PersonMark.person).where(whose, or_(*same))]
    family = family_name(known.name)
    if family and known.birth_year is not None:
        joined = (Person.provider == PersonMark.provider) & (Person.person == PersonMark.person)
        of_family = and_(PersonMark.kind == WORD, PersonMark.mark == mark(provider, WORD, family))
        of_year = Person.birth_year == known.birth_year
        found.append(select(PersonMark.person).join(Person, joined).where(whose, of_family, of_year))
    wanted = select(Person).where(Person.provider == provider, Person.person.in_(union(*found)))
    if but is not None:
        wanted = wanted.where(Person.person != but, Person.person.not_in(told_apart_from(provider, but)))
    return list(db.session.scalars(wanted.order_by(Person.registered_on.desc(), Person.person).limit(MOST)))


def family_name(name: str | None) -> str:
    """The word of a name that a family shares: the last one, or the one before a comma; "" for no name."""
    before, comma, _given = (name or "").partition(",")
    words = name_words(before if comma else name)
    return words[-1] if words else ""
