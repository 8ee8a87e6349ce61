"""What a text says of a person, in codes, and how many people of the area share all of it."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from forms_app.models.records import Contract, Person
from surveys.library import Library

FEWEST_SHARING = 10
"""How many people must share what a text describes, so that nobody is told apart by it (`docs/method.md`)."""
ROLE, AGE = "role", "age_group"
ONE = ("gender", "ethnicity", "locality", "employment_status", "family_status")
MANY = ("carer_groups", "cared_for_conditions")
ATTRIBUTES = (
    AGE,
    "gender",
    "ethnicity",
    "locality",
    "carer_groups",
    "cared_for_conditions",
    "employment_status",
    "family_status",
)
"""What a text can say of someone, in the order of the form."""
GONE = "closed"
NOT_STATED = "not_stated"


def kept(attributes: Mapping[str, str]) -> str:
    """As the table keeps it."""
    return json.dumps(dict(attributes), sort_keys=True)


def said(attributes: str | None) -> dict[str, str] | None:
    """What a text says, by attribute; None where nobody has said yet."""
    return None if attributes is None else dict(json.loads(attributes))


def attributes_of(person: Person, library: Library, today: date) -> dict[str, str]:
    """What is on record of a person, as a text might say it."""
    found = {name: getattr(person, name) or "" for name in (*ONE, *MANY)}
    if person.birth_year is not None:
        found[AGE] = band_of(today.year - person.birth_year, library)
    return {name: value for name in ATTRIBUTES if (value := found.get(name, "")) and value != NOT_STATED}


def band_of(age: int, library: Library) -> str:
    """The band that an age falls into, "" for none."""
    return next((band.code for band in reversed(library.codes.age_bands) if age >= band.from_age), "")


def count_sharing(
    session: Session, library: Library, provider: str, outcomes: str, attributes: str | None, on: date
) -> int:
    """How many people on the books share all that a text says, among all providers of its frameworks and its own.

    Someone of whom an attribute is not recorded does not count, nor does anyone whose record is closed. One query, served
    by ix_person_status.
    """
    wanted = said(attributes)
    if wanted is None:
        return 0
    frameworks = {reference.partition(":")[0] for reference in outcomes.split(";")}
    beside = select(Contract.provider).where(Contract.framework.in_(frameworks))
    conditions = [_is(name, value, library, on) for name, value in wanted.items()]
    query = select(func.count()).where(
        or_(Person.provider == provider, Person.provider.in_(beside)),
        or_(Person.status.is_(None), Person.status != GONE),
        Person.registered_on <= on,
        *conditions,
    )
    return session.scalar(query.select_from(Person)) or 0


def _is(name: str, value: str, library: Library, on: date) -> ColumnElement[bool]:
    if name == AGE:
        return _born_for(value, library, on)
    if name in MANY:
        listed = ";" + func.coalesce(getattr(Person, name), "") + ";"
        return and_(*(listed.contains(f";{code};", autoescape=True) for code in value.split(";")))
    if name in (*ONE, ROLE):
        return _equals(name, value)
    return false()


def _equals(name: str, value: str) -> ColumnElement[bool]:
    column: ColumnElement[str] = getattr(Person, name)
    return column == value


def _born_for(code: str, library: Library, on: date) -> ColumnElement[bool]:
    """Born in the years of an age band; of nobody where the definitions no longer have it."""
    bands = library.codes.age_bands
    for number, band in enumerate(bands):
        if band.code == code:
            youngest = Person.birth_year <= on.year - band.from_age
            return (
                and_(youngest, Person.birth_year > on.year - bands[number + 1].from_age)
                if bands[number + 1 :]
                else youngest
            )
    return false()
