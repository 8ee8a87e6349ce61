"""Catalogues of page words: `<code>/LC_MESSAGES/messages.po`, read as they stand when a language is first spoken."""

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Catalogue:
    """One language's page words by their English. `form` gives the number of the plural form for a number.

    `missing` are the English words that the file holds and does not translate.
    """

    words: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    form: Callable[[int], int]
    missing: tuple[str, ...] = ()

    @property
    def wanted(self) -> int:
        """How many texts there are to translate."""
        return len(self.words) + len(self.plurals) + len(self.missing)


EMPTY = Catalogue({}, {}, lambda number: int(number != 1))


def path_of(code: str) -> Path:
    """Where a language's page words are kept."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


@lru_cache(maxsize=32)
def catalogue(code: str) -> Catalogue:
    """The page words of a language; none for one without a file. What is marked as fuzzy counts as missing."""
    path = path_of(code)
    if not path.exists():
        return EMPTY
    with path.open("rb") as file:
        read = read_po(file)
    words: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    missing: list[str] = []
    for message in read:
        if not message.id:
            continue
        if isinstance(message.id, str):
            if message.string and not message.fuzzy:
                words[message.id] = str(message.string)
            else:
                missing.append(message.id)
        elif isinstance(message.string, list | tuple) and all(message.string) and not message.fuzzy:
            plurals[message.id[0]] = tuple(message.string)
        else:
            missing.append(message.id[0])
    return Catalogue(words, plurals, gettext.c2py(read.plural_expr), tuple(missing))
