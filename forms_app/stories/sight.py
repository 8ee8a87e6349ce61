"""Which stories the council's people may read: those that were approved, and those that wait and don't name the person."""

from collections.abc import Sequence

from flask_security import current_user
from sqlalchemy import select, tuple_
from sqlalchemy.orm import aliased

from forms_app.clock import today
from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.stories import Story
from forms_app.stories.names.finding import find_names
from forms_app.stories.names.known import known_of
from forms_app.stories.standing import FIRST_NAME, clearings, scope_of, state_of

NAMES_THEM = ("own-name", "spelt-out")
"""The kinds of what is found in a text that name the person told of, or whoever they care for."""


def is_readable(story: Story) -> bool:
    """Whether the signed-in person may read a story of an organisation whose stories they read."""
    return bool(readable([story]))


def readable(stories: Sequence[Story]) -> list[Story]:
    """Those of `stories` that the signed-in person may read; at most one query, however many there are."""
    if current_user.provider is not None:
        return list(stories)
    waiting = [one for one in stories if one.approved_on is None and state_of(one, today()) == "waiting"]
    people = _people_of(waiting)
    ready = {one.id for one in waiting if not names_them(one, *people.get((one.provider, one.person), (None, None)))}
    return [one for one in stories if one.approved_on is not None or one.id in ready]


def names_them(story: Story, person: Person | None, cared_for: str | None) -> bool:
    """Whether the title or text has the name of the person told of, or of the one they care for, and nobody cleared it."""
    if person is None:
        return False
    known = known_of(person, cared_for, first_name=FIRST_NAME in scope_of(story))
    cleared = {key for key, user in clearings(story).items() if user != story.written_by}
    found = [one for text in (story.title, story.text) for one in find_names(text, known)]
    return any(one.kind == "own-name" or (one.kind in NAMES_THEM and one.key not in cleared) for one in found)


def _people_of(stories: Sequence[Story]) -> dict[tuple[str, str | None], tuple[Person, str | None]]:
    """The person of each story who has one, with the name of whoever they care for."""
    keys = {(one.provider, one.person) for one in stories if one.person}
    other = aliased(Person)
    wanted = (
        select(Person, other)
        .outerjoin(other, (other.provider == Person.provider) & (other.person == Person.cares_for))
        .where(tuple_(Person.provider, Person.person).in_(keys))
    )
    found = db.session.execute(wanted).all() if keys else []
    return {(row[0].provider, row[0].person): (row[0], row[1].name if row[1] else None) for row in found}
