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
    """One language's page words by their English. `form` gives the number of the plural form for a number."""

    words: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    form: Callable[[int], int]


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
    words, plurals = {}, {}
    for message in read:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str) and message.string:
            words[message.id] = str(message.string)
        elif not isinstance(message.id, str) and all(message.string):
            plurals[message.id[0]] = tuple(message.string)
    return Catalogue(words, plurals, gettext.c2py(read.plural_expr))
