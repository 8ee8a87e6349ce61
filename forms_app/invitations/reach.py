"""How someone can be reached: their details as typed, put into one form, and hashed to be known again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forms_app.keyed_hash import keyed_hash
from forms_app.messages.content import EMAIL, LETTER, TEXT
from forms_app.models.records import Person
from forms_app.models.responses import Invitation

NOT_BY_MESSAGE = "none"
CONTACT_BY = (EMAIL, TEXT, LETTER, NOT_BY_MESSAGE)
"""How someone wishes to be asked; `none` for not at all."""
E_MAIL = re.compile(r"[^@\s<>()\[\]\\,;:\"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
LONGEST_EMAIL = 254
UK_MOBILE = re.compile(r"\+447\d{9}")
ABROAD = re.compile(r"\+(?!44)[1-9]\d{7,14}")


def clean_email(typed: str) -> str | None:
    """An e-mail address in small letters, or None for what can't be one."""
    address = typed.strip().lower()
    whole = E_MAIL.fullmatch(address) and len(address) <= LONGEST_EMAIL and ".." not in address
    local = address.partition("@")[0]
    return address if whole and not local.startswith(".") and not local.endswith(".") else None


def clean_phone(typed: str) -> str | None:
    """A mobile number as +447700900123, or None for what can't take texts. Spreadsheets drop a leading nought."""
    number = re.sub(r"[\s().\-–/]", "", typed.strip().removesuffix(".0"))
    number = re.sub(r"^(\+44|0044)0?", "+44", number)
    number = re.sub(r"^00", "+", number)
    number = re.sub(r"^0?(?=7\d{9}$)", "+44", number)
    return number if UK_MOBILE.fullmatch(number) or ABROAD.fullmatch(number) else None


@dataclass(frozen=True)
class Reach:
    """Someone who may be asked. Details are in their clean form."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    language: str | None = None
    person: str | None = None
    contact_by: str | None = None

    @property
    def channels(self) -> list[str]:
        """How they can be written to, the way they wish first."""
        known = [name for name, value in ((EMAIL, self.email), (TEXT, self.phone), (LETTER, self.address)) if value]
        return sorted(known, key=lambda channel: channel != self.contact_by)

    def where(self, channel: str) -> str | None:
        """The address or number of a channel."""
        return {EMAIL: self.email, TEXT: self.phone, LETTER: self.address}[channel]

    def contact_hash(self, channel: str) -> str | None:
        """The hash by which this address or number is known again; None where there is none."""
        where = self.where(channel)
        if where is None:
            return None
        return keyed_hash(f"{(self.name or '').casefold()} {_bare(where)}" if channel == LETTER else where, "contact")

    def contact_hashes(self) -> set[str]:
        """The hashes of all ways to reach them."""
        return {found for channel in self.channels if (found := self.contact_hash(channel))}

    def hashes(self, provider: str) -> set[str]:
        """All by which they are known again: their ways of contact, and their own record at a provider."""
        return self.contact_hashes() | ({person_hash(provider, self.person)} if self.person else set())


def person_hash(provider: str, person: str) -> str:
    """The hash of a provider's record of a person."""
    return keyed_hash(f"{provider}\n{person}", "asked person")


def reach_of_person(person: Person) -> Reach:
    """How someone on a provider's books can be reached; what is recorded but can't be right is left out."""
    return Reach(
        person.name,
        clean_email(person.email or ""),
        clean_phone(person.phone or ""),
        person.address,
        person.language,
        person.person,
        person.contact_by,
    )


def reach_of_invitation(invitation: Invitation) -> Reach:
    """How someone who is invited can be reached."""
    return Reach(
        invitation.name,
        invitation.email,
        invitation.phone,
        invitation.address,
        invitation.language,
        invitation.person,
        invitation.channel,
    )


def in_chunks(values: Iterable[str], size: int = 500) -> list[list[str]]:
    """The values in lists that fit into one query."""
    found = sorted(values)
    return [found[start : start + size] for start in range(0, len(found), size)]


def _bare(address: str) -> str:
    return re.sub(r"[\W_]+", "", address.casefold())
