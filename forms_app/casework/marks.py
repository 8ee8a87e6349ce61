"""Marks: keyed hashes by which someone is found by name, e-mail address or number, though these are kept encrypted."""

import unicodedata

from sqlalchemy import Select, String, cast, delete, false, func, or_, select

from forms_app.database import db, insert_into
from forms_app.keyed_hash import keyed_hash
from forms_app.messages.addresses import clean_email, clean_phone
from forms_app.models.casework import PersonMark
from forms_app.models.records import Person
from forms_app.worker import duty
from forms_app.worker.stopping import stopping

NAME, WORD, EMAIL, PHONE = "name", "word", "email", "phone"
MADE_OF = "version"
"""The kind of the row that says of which version of the record the marks were made."""
PAGE = "page"
"""The kind of the row that says from which page someone was registered, so that it registers one person."""
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "prof"})
NO_STROKES = str.maketrans("łøđħ", "lodh")
"""Letters whose stroke is not an accent of its own."""
MOST_WORDS = 10
BATCH = 200


def name_words(name: str | None) -> list[str]:
    """The words of a name in order, without case, accents, punctuation and titles: "Mrs Zoë O’Neil" is zoe, oneil."""
    plain = unicodedata.normalize("NFKD", (name or "").casefold()).translate(NO_STROKES)
    kept = (one for one in plain if not unicodedata.combining(one) and one not in "'’ʼ`")
    spaced = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in kept)
    words = spaced.split()
    return [word for word in words if word not in TITLES] or words


def mark(provider: str, kind: str, text: str) -> str:
    """The mark of a text that is in its plain form already. Marks of two providers never match."""
    return keyed_hash(f"{provider}\n{text}", f"person {kind}")


def marks_of(provider: str, name: str | None, email: str | None, phone: str | None) -> set[tuple[str, str]]:
    """The marks of someone with these details: pairs of kind and hash."""
    words = name_words(name)
    found = {(WORD, mark(provider, WORD, word)) for word in words}
    if words:
        found.add((NAME, mark(provider, NAME, " ".join(sorted(words)))))
    for kind, clean in ((EMAIL, clean_email(email or "")), (PHONE, clean_phone(phone or ""))):
        if clean:
            found.add((kind, mark(provider, kind, clean)))
    return found


def set_marks(person: Person) -> None:
    """Put a person's marks right, in the current transaction, after their record was made or changed."""
    db.session.flush()
    whose = {"provider": person.provider, "person": person.person}
    db.session.execute(delete(PersonMark).filter_by(**whose).where(PersonMark.kind != PAGE))
    made = marks_of(person.provider, person.name, person.email, person.phone) | {(MADE_OF, str(person.version))}
    rows = [{**whose, "kind": kind, "mark": hashed} for kind, hashed in sorted(made)]
    table = PersonMark.__table__
    db.session.execute(insert_into(db.session.connection(), table).on_conflict_do_nothing(), rows)


def people_named(provider: str, words: str) -> Select[str]:
    """The references of a provider's people whose marks match all of the words; or the whole, an address or a number."""
    theirs = select(PersonMark.person).where(PersonMark.provider == provider)
    for kind, clean in ((EMAIL, clean_email(words)), (PHONE, clean_phone(words))):
        if clean:
            return theirs.where(PersonMark.kind == kind, PersonMark.mark == mark(provider, kind, clean))
    wanted = {mark(provider, WORD, word) for word in name_words(words)[:MOST_WORDS]}
    if not wanted:
        return theirs.where(false())
    matching = theirs.where(PersonMark.kind == WORD, PersonMark.mark.in_(wanted))
    return matching.group_by(PersonMark.person).having(func.count() == len(wanted))


@duty("person-marks", every=60)
def mark_people() -> int:
    """Give marks to whoever has none, or none of their record as it is now: records from before, and those brought over."""
    done = 0
    while not stopping() and (batch := db.session.scalars(_unmarked()).all()):
        for person in batch:
            set_marks(person)
        db.session.commit()
        done += len(batch)
    return done


def _unmarked() -> Select[Person]:
    made = select(PersonMark.person).where(
        PersonMark.provider == Person.provider,
        PersonMark.person == Person.person,
        PersonMark.kind == MADE_OF,
        PersonMark.mark == cast(Person.version, String),
    )
    findable = or_(Person.name.is_not(None), Person.email.is_not(None), Person.phone.is_not(None))
    # The record stays locked until its marks are made, so that they are never of what a colleague is just changing.
    return select(Person).where(findable, ~made.exists()).limit(BATCH).with_for_update(skip_locked=True)
