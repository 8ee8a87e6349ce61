"""References of people: what a provider's own look like, and the next one that is free."""

import re
from collections import Counter

from flask_babel import gettext as _
from sqlalchemy import func, select

from forms_app.database import db
from forms_app.models.records import Person
from forms_app.typed import Typed

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.ASCII)
NEWEST = 50
LONGEST = 80


def read_reference(typed: Typed) -> str | None:
    """The provider's own reference for the person, or None where it was left empty."""
    reference = typed.text("person", longest=LONGEST)
    if reference and not REFERENCE.fullmatch(reference):
        typed.wrong(
            "person",
            _("A reference is letters, digits, hyphens, full stops and underscores, and begins with a letter or digit"),
        )
    return reference


def next_reference(provider: str) -> str:
    """The number after the highest, behind the beginning that the newest references share: NC-0018 after NC-0017.

    Two queries. It may be taken a moment later; whoever saves a person looks again then.
    """
    newest = select(Person.person).where(Person.provider == provider).order_by(Person.registered_on.desc(), Person.person)
    numbered = [found for one in db.session.scalars(newest.limit(NEWEST)) if (found := NUMBERED.fullmatch(one))]
    if not numbered:
        return _begun_by(provider) + "0001"
    prefix = Counter(one[1] for one in numbered).most_common(1)[0][0]
    # The longest come first, and of those the highest: references such as NC-17-B among them are passed over.
    alike = select(Person.person).where(Person.provider == provider, Person.person.startswith(prefix, autoescape=True))
    highest = db.session.scalars(alike.order_by(func.length(Person.person).desc(), Person.person.desc()).limit(NEWEST))
    numbers = [one.removeprefix(prefix) for one in (*highest, *(one[0] for one in numbered)) if one.startswith(prefix)]
    found = max((one for one in numbers if re.fullmatch(r"\d{1,9}", one, re.ASCII)), key=int)
    return f"{prefix}{int(found) + 1:0{len(found)}d}"


def _begun_by(provider: str) -> str:
    words = re.findall(r"[a-z0-9]+", provider.casefold())
    letters = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)[:2]
    return f"{letters.upper() or 'P'}-"
