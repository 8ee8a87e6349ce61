"""Whom a sampling review is drawn from, and how many of them."""

from sqlalchemy import func, select

from forms_app.casework.tracks import ACTIVE
from forms_app.database import db
from forms_app.models.records import Person

PEOPLE, PER_CENT = "people", "per_cent"
UNITS = (PEOPLE, PER_CENT)


def population_of(provider: str) -> list[str]:
    """The references of everyone active on a provider's books, whom a sample is drawn from. Served by ix_person_status."""
    active = (Person.provider == provider, func.coalesce(Person.status, ACTIVE) == ACTIVE)
    return list(db.session.scalars(select(Person.person).where(*active).order_by(Person.person)))


def how_many(size: int, unit: str, population: int) -> int:
    """How many people a sample has: `size` of them, or per cent rounded up; at least one, and never more than there are."""
    wanted = -(-population * size // 100) if unit == PER_CENT else size
    return min(max(wanted, 1), population)
