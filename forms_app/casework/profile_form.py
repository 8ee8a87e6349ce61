"""The fields of a person's profile (source 001: carer and cared-for person), wherever staff fill them in."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from forms_app.accounts import own_provider
from forms_app.app import library
from forms_app.casework.blueprint import WORKERS
from forms_app.casework.merging import Kinds
from forms_app.casework.outcomes import locality_items
from forms_app.casework.words import code_words, list_words, locality_words
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.accounts import Role, User
from forms_app.models.records import Person
from forms_app.typed import Typed

OF_CARERS = (
    "carer_groups", "cares_for", "cared_for_name", "cared_for_birth_year", "cared_for_gender", "cared_for_ethnicity",
    "cared_for_conditions",
)  # fmt: skip
"""Fields that only a carer has."""
KINDS = Kinds(days=("registered_on",), many=("carer_groups", "cared_for_conditions"))
LABELS = {
    "name": lazy_gettext("Name"),
    "role": lazy_gettext("Who this is"),
    "registered_on": lazy_gettext("Date registered"),
    "locality": lazy_gettext("Where they live"),
    "worker_id": lazy_gettext("Worker in charge"),
    "birth_year": lazy_gettext("Year of birth"),
    "gender": lazy_gettext("Gender"),
    "ethnicity": lazy_gettext("Ethnicity"),
    "health_issues": lazy_gettext("Health issues"),
    "family_status": lazy_gettext("Family status"),
    "employment_status": lazy_gettext("Work"),
    "carer_groups": lazy_gettext("Groups they belong to"),
    "cares_for": lazy_gettext("Reference of the person they care for"),
    "cared_for_name": lazy_gettext("Name of the person they care for"),
    "cared_for_birth_year": lazy_gettext("Year of birth of the person they care for"),
    "cared_for_gender": lazy_gettext("Gender of the person they care for"),
    "cared_for_ethnicity": lazy_gettext("Ethnicity of the person they care for"),
    "cared_for_conditions": lazy_gettext("Conditions of the person they care for"),
    "email": lazy_gettext("E-mail"),
    "phone": lazy_gettext("Mobile number"),
    "address": lazy_gettext("Postal address"),
    "contact_by": lazy_gettext("How they like to be asked"),
    "language": lazy_gettext("Language to write to them in"),
}
"""What the fields of a person's record are called. The profile's come first, then those that say how to reach them."""
REACH = ("email", "phone", "address", "contact_by", "language")
PROFILE = tuple(name for name in LABELS if name not in REACH)
LISTS = {"cared_for_gender": "gender", "cared_for_ethnicity": "ethnicity"}
"""Lists of codes that are not named as their column is."""


def read_profile(typed: Typed, person: Person | None = None) -> dict[str, Any]:
    """The profile by column. `person`: whose it is, where they are on the books; what is on file stays allowed."""
    codes = library().codes
    places = [item["value"] for item in place_items(person)]
    values: dict[str, Any] = {
        "name": typed.text("name", longest=200),
        "role": typed.choice("role", codes.codes("role"), missing=_("Select who this person is")),
        "registered_on": typed.day(
            "registered_on", what=_("Date registered"), missing=_("Enter the date the person was registered")
        ),
        "locality": typed.choice("locality", places),
        "worker_id": _number(typed.choice("worker_id", [item["value"] for item in worker_items(person)])),
    }
    if values["registered_on"] and values["registered_on"] > today():
        typed.wrong("registered_on", _("Date registered must be today or earlier"), "registered_on-day")
    values["birth_year"] = typed.number("birth_year", 1900, today().year, what=_("Year of birth"))
    for column in ("gender", "ethnicity", "health_issues", "family_status", "employment_status"):
        values[column] = typed.choice(column, codes.codes(column))
    values["carer_groups"] = typed.choices("carer_groups", codes.codes("carer_groups"))
    values["cares_for"] = _read_cares_for(typed, person)
    values["cared_for_name"] = typed.text("cared_for_name", longest=200)
    values["cared_for_birth_year"] = typed.number(
        "cared_for_birth_year", 1900, today().year, what=_("Year of birth of the person they care for")
    )
    for column, list_name in LISTS.items():
        values[column] = typed.choice(column, codes.codes(list_name))
    values["cared_for_conditions"] = typed.choices("cared_for_conditions", codes.codes("cared_for_conditions"))
    if values["role"] == "service_user":
        for column in OF_CARERS:
            if values[column] is not None:
                typed.wrong(column, _("Leave this empty for a person who receives care and support, or select Carer above"))
    return values


def profile_text(person: Person) -> dict[str, str]:
    """The profile on file as the form would hold it."""
    return {name: text_of(getattr(person, name)) for name in PROFILE}


def text_of(value: object) -> str:
    """A column's value as the form would hold it."""
    if isinstance(value, date):
        return f"{value.day} {value.month} {value.year}"
    return "" if value is None else str(value)


def shown(name: str, text: str) -> str:
    """A field's value as a reader sees it."""
    if not text:
        return str(_("Nothing"))
    if name == "locality":
        return locality_words(text)
    if name == "worker_id":
        found = db.session.get(User, int(text)) if text.isdecimal() else None
        return found.name or found.email if found and found.provider == own_provider() else text
    return list_words(name, text) if name in KINDS.many else code_words(LISTS.get(name, name), text)


def place_items(person: Person | None = None) -> list[dict[str, str]]:
    """The localities to choose from; the one on file is among them."""
    items = locality_items(own_provider())
    known = person.locality if person else None
    if known and known not in {item["value"] for item in items}:
        items.append({"value": known, "text": locality_words(known)})
    return items


def worker_items(person: Person | None = None) -> list[dict[str, str]]:
    """The provider's workers to choose from; the one in charge is among them, though they may have left."""
    working = (User.provider == own_provider(), User.active, User.roles.any(Role.name.in_(WORKERS)))
    users = db.session.scalars(select(User).where(*working).order_by(User.name, User.id))
    items = [{"value": str(user.id), "text": user.name or user.email} for user in users]
    known = db.session.get(User, person.worker_id) if person and person.worker_id else None
    if known is not None and str(known.id) not in {item["value"] for item in items}:
        items.append({"value": str(known.id), "text": known.name or known.email})
    return items


def _read_cares_for(typed: Typed, person: Person | None) -> str | None:
    reference = typed.text("cares_for", longest=80)
    if not reference:
        return None
    if person is not None and reference == person.person:
        typed.wrong("cares_for", _("This is their own reference: enter that of the person they care for"))
    there = select(Person.person).where(Person.provider == own_provider(), Person.person == reference)
    if db.session.scalar(there) is None:
        words = _("There is nobody with this reference at your organisation: check it, or leave it empty and give the name")
        typed.wrong("cares_for", words)
    return reference


def _number(text: str | None) -> int | None:
    return int(text) if text else None
