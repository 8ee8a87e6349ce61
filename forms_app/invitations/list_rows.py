"""The rows of a list of people: what is wrong with each, and who they are when nothing is."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from forms_app.database import db
from forms_app.invitations.contact_fields import LONGEST_ADDRESS
from forms_app.invitations.list_file import COLUMNS
from forms_app.invitations.reach import Reach, in_chunks
from forms_app.messages.addresses import clean_email, clean_phone
from forms_app.models.records import Person
from forms_app.models.responses import Round
from forms_app.translations.speaking import known_languages

LONGEST_NAME = 200


@dataclass(frozen=True)
class ListRow:
    """One row: its number in the file, the cells as typed, what is wrong by column, and the person if nothing is."""

    number: int
    cells: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    reach: Reach | None = None


def check_rows(round_: Round, rows: list[tuple[int, dict[str, str]]]) -> list[ListRow]:
    """Check every row, each fault beside its column. References must be those of the round's own provider."""
    named = {cells["person"] for _number, cells in rows if cells["person"]}
    known = {
        person
        for part in in_chunks(named)
        for person in db.session.scalars(
            select(Person.person).where(Person.provider == round_.provider, Person.person.in_(part))
        )
    }
    return _with_their_records(round_, [_check(number, cells, known) for number, cells in rows])


def _with_their_records(round_: Round, rows: list[ListRow]) -> list[ListRow]:
    """The rows, joined with the provider's own record of a person: by reference, or by an address that only one has.

    So reviews count as being asked, nobody is asked twice in two ways, and wishes that were written down hold.
    """
    if not any(row.reach for row in rows):
        return rows
    people = db.session.scalars(select(Person).where(Person.provider == round_.provider, _worth_reading())).all()
    by_reference = {person.person: person for person in people}
    whose: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for where in (clean_email(person.email or ""), clean_phone(person.phone or "")):
            whose[where or ""].add(person.person)
    return [row if row.reach is None else replace(row, reach=_joined(row.reach, by_reference, whose)) for row in rows]


def _worth_reading() -> ColumnElement[bool]:
    return or_(Person.email.is_not(None), Person.phone.is_not(None), Person.contact_by.is_not(None))


def _joined(reach: Reach, by_reference: dict[str, Person], whose: dict[str, set[str]]) -> Reach:
    found = {reach.person} if reach.person else whose.get(reach.email or "-", set()) | whose.get(reach.phone or "-", set())
    if len(found) != 1:
        return reach
    reference = next(iter(found))
    person = by_reference.get(reference)
    if person is None:
        return reach
    return replace(reach, person=reference, contact_by=person.contact_by, language=reach.language or person.language)


def _check(number: int, cells: dict[str, str], known: set[str]) -> ListRow:
    cells = {column: cells.get(column, "").strip() for column in COLUMNS}
    faults: dict[str, str] = {}
    email, phone, language = clean_email(cells["email"]), clean_phone(cells["phone"]), _language(cells["language"])
    if cells["email"] and email is None:
        faults["email"] = _("This is not an e-mail address")
    if cells["phone"] and phone is None:
        faults["phone"] = _("This is not a mobile number")
    if cells["language"] and language is None:
        names = ", ".join(one.name for one in known_languages().values())
        faults["language"] = _("We have no such language. There are: %(names)s", names=names)
    if cells["person"] and cells["person"] not in known:
        faults["person"] = _("There is no person with this reference")
    if len(cells["name"]) > LONGEST_NAME:
        faults["name"] = _("Use %(longest)s characters or fewer", longest=LONGEST_NAME)
    if len(cells["address"]) > LONGEST_ADDRESS:
        faults["address"] = _("Use %(longest)s characters or fewer", longest=LONGEST_ADDRESS)
    if not (cells["email"] or cells["phone"] or cells["address"]):
        faults["email"] = _("Enter an e-mail address, a mobile number or a postal address")
    if faults:
        return ListRow(number, cells, faults)
    reach = Reach(cells["name"] or None, email, phone, cells["address"] or None, language, cells["person"] or None)
    return ListRow(number, cells, reach=reach)


def _language(typed: str) -> str | None:
    """The code of a language that was written as a code, or as its speakers or the English call it."""
    wanted = typed.strip().casefold()
    english = {"polish": "pl", "urdu": "ur", "arabic": "ar", "bengali": "bn", "bangla": "bn", "easy read": "en-simple"}
    for code, language in known_languages().items():
        if wanted in (code.casefold(), language.name.casefold()) or english.get(wanted) == code:
            return code
    return None
