"""How someone can be reached: their details as typed, put into one form, and hashed to be known again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forms_app.keyed_hash import keyed_hash
from forms_app.messages.addresses import clean_email, clean_phone
from forms_app.messages.content import EMAIL, LETTER, TEXT
from forms_app.models.records import Person
from forms_app.models.responses import Invitation

NOT_BY_MESSAGE = "none"
CONTACT_BY = (EMAIL, TEXT, LETTER, NOT_BY_MESSAGE)
"""How someone wishes to be asked; `none` for not at all."""


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
