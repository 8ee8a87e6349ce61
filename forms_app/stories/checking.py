"""What of a story looks like a name or place, which of it the approver has cleared, and how it is shown in its place."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from flask_security import current_user

from forms_app.database import db
from forms_app.models.records import Person
from forms_app.models.stories import Story
from forms_app.stories.names.finding import Found, find_names, pieces
from forms_app.stories.names.known import known_in
from forms_app.stories.standing import FIRST_NAME, clearings, scope_of

Piece = tuple[str, int | None]
OF_SOMEONE = ("own-name", "spelt-out", "on-record", "staff", "capitals")
"""Kinds that say whether the service knows someone of that name."""


@dataclass(frozen=True)
class Flag:
    """Something found in one place or more. `cleared`: a second person has said that it points to nobody."""

    number: int
    key: str
    kind: str
    words: str
    cleared: bool

    @property
    def reason(self) -> str:
        """Why it was found, in words."""
        return str(_("it looks like a name")) if self._kept_from_reader else reason_words(self.kind)

    @property
    def box(self) -> str:
        """By what the page's form names it."""
        return f"name:{self.words.casefold()}" if self._kept_from_reader else self.key

    def is_ticked(self, boxes: Collection[str]) -> bool:
        """Whether it is among what was ticked on the page."""
        return self.box in boxes or self.key in boxes

    @property
    def _kept_from_reader(self) -> bool:
        """Whether the reader is not to learn why: the council's people would, of whom a provider has on its books."""
        return current_user.provider is None and self.kind in OF_SOMEONE

    @property
    def may_be_cleared(self) -> bool:
        """The person's own name can't be: it is taken out."""
        return self.kind != "own-name"


@dataclass(frozen=True)
class Checked:
    """Texts with what was found in them, numbered through all of them."""

    texts: tuple[str, ...]
    found: tuple[tuple[Found, ...], ...]
    cleared: frozenset[str]

    @cached_property
    def flags(self) -> list[Flag]:
        """What was found, each once, in the order of the texts."""
        first = {one.key: one for found in reversed(self.found) for one in reversed(found)}
        order = dict.fromkeys(one.key for found in self.found for one in found)
        return [
            Flag(number, key, first[key].kind, first[key].words, key in self.cleared) for number, key in enumerate(order, 1)
        ]

    @property
    def fixed(self) -> list[Flag]:
        """What can't be cleared, and is to be taken out."""
        return [flag for flag in self.flags if not flag.may_be_cleared]

    @property
    def clearable(self) -> list[Flag]:
        """What a second person may clear, or has cleared."""
        return [flag for flag in self.flags if flag.may_be_cleared]

    @property
    def open(self) -> list[Flag]:
        """What is still to be changed or cleared."""
        return [flag for flag in self.flags if not (flag.cleared and flag.may_be_cleared)]

    @cached_property
    def shown(self) -> list[list[Piece]]:
        """Each text in pieces, with the numbers of its flags."""
        numbers = {flag.key: flag.number for flag in self.flags}
        return [pieces(text, found, numbers) for text, found in zip(self.texts, self.found, strict=True)]


def check_words(*texts: str, provider: str | None, person: Person | None = None, first_name: bool = False) -> Checked:
    """Look through texts of which none is cleared yet."""
    known = known_in("\n".join(texts), provider, person, first_name=first_name)
    return Checked(texts, tuple(tuple(find_names(text, known)) for text in texts), frozenset())


def check_story(story: Story) -> Checked:
    """Look through a story's title and text, with what was cleared by others than its writer."""
    person = db.session.get(Person, (story.provider, story.person)) if story.person else None
    first_name = FIRST_NAME in scope_of(story)
    checked = check_words(story.title, story.text, provider=story.provider, person=person, first_name=first_name)
    kept = {key for key, user in clearings(story).items() if user != story.written_by}
    return Checked(checked.texts, checked.found, frozenset(kept))


def keep_clearings(story: Story, cleared: dict[str, int]) -> None:
    """Keep those clearings whose words the text still has."""
    there = {flag.key for flag in check_story(story).flags}
    kept = {key: user for key, user in cleared.items() if key in there}
    story.cleared = json.dumps(kept, sort_keys=True) if kept else None


def reason_words(kind: str) -> str:
    """Why something was found."""
    return str(
        {
            "own-name": _("the name of the person, or of whoever they care for"),
            "on-record": _("a name on your records"),
            "staff": _("the name of a member of staff"),
            "place": _("a place or an organisation of the area"),
            "title": _("a title with a name"),
            "institution": _("a school, surgery or other place with a name"),
            "street": _("an address"),
            "postcode": _("a postcode"),
            "email": _("an e-mail or web address"),
            "phone": _("a telephone number"),
            "number": _("a number that may belong to someone"),
            "date": _("an exact date"),
            "age": _("an age of 90 or more"),
            "spelt-out": _("letters that spell the name of the person, or of whoever they care for"),
            "mixed": _("a word of letters from two alphabets, or with a digit among its letters"),
            "capitals": _("a capital letter, and no ordinary word"),
            "script": _("it is in a script without capital letters, so names can’t be found by their shape"),
        }[kind]
    )
