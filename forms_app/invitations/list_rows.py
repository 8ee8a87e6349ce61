"""The rows of a list of people: what is wrong with each, and who they are when nothing is."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from sqlalchemy import or_, select

from forms_app.database import db
from forms_app.invitations.contact_fields import LONGEST_ADDRESS
from forms_app.invitations.list_file import COLUMNS
from forms_app.invitations.reach import Reach, clean_email, clean_phone, in_chunks
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
    """The rows, those whose address or number is one person's on the provider's books with that person's reference.

    So that their reviews count as being asked, and nobody is asked twice in two ways.
    """
    if not any(row.reach is not None and row.reach.person is None for row in rows):
        return rows
    details = or_(Person.email.is_not(None), Person.phone.is_not(None))
    whose: dict[str, set[str]] = defaultdict(set)
    for person in db.session.scalars(select(Person).where(Person.provider == round_.provider, details)):
        for where in (clean_email(person.email or ""), clean_phone(person.phone or "")):
            whose[where or ""].add(person.person)
    found = []
    for row in rows:
        if row.reach is not None and row.reach.person is None:
            people = whose.get(row.reach.email or "-", set()) | whose.get(row.reach.phone or "-", set())
            if len(people) == 1:
                row = replace(row, reach=replace(row.reach, person=next(iter(people))))
        found.append(row)
    return found


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
